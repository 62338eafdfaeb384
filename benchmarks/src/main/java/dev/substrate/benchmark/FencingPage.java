package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.plot.Axis;
import dev.substrate.benchmark.plot.Panel;
import dev.substrate.benchmark.plot.Series;
import dev.substrate.benchmark.plot.Svg;
import dev.substrate.benchmark.result.Quantiles;
import dev.substrate.benchmark.result.Ratio;
import dev.substrate.benchmark.result.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what fences cost. */
final class FencingPage {

    private static final double RATIO_SHOWN_MIN = 0.5;
    private static final double RATIO_SHOWN_MAX = 1.2;
    private static final double RATIO_STEP = 0.1;
    private static final double APART = 0.12;

    private FencingPage() {}

    /** Draws the ratios: a row for each engine, a column for each mix. */
    static String plot(FencingPlan plan, List<FencingRun> runs) {
        List<Panel> panels = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            for (Mix mix : plan.mixes()) {
                panels.add(panel(plan, engine, mix, runs));
            }
        }
        return Svg.draw(plan.mixes().size(), panels);
    }

    private static Panel panel(FencingPlan plan, Engine engine, Mix mix, List<FencingRun> runs) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < plan.outstanding().size(); i++) {
            int outstanding = plan.outstanding().get(i);
            double shift = (i - (plan.outstanding().size() - 1) / 2.0) * APART;
            List<Series.Point> points = of(runs, engine, mix).stream()
                    .filter(run -> run.outstanding() == outstanding)
                    .map(run -> new Series.Point(
                            plan.valueBytes().indexOf(run.valueBytes()) + shift,
                            run.ratio().median(),
                            run.ratio().lowerQuartile(),
                            run.ratio().upperQuartile()))
                    .toList();
            series.add(new Series(outstanding + " outstanding", i, false, false, points));
        }
        return new Panel(
                engine.title() + ", " + mix + " reads/writes",
                Axis.names(
                        "size of the values, bytes",
                        plan.valueBytes().stream().map(String::valueOf).toList()),
                Axis.linear("fenced / unfenced throughput, quartiles", lowestShown(runs), RATIO_SHOWN_MAX, RATIO_STEP),
                series,
                List.of(new Axis.Tick(FencingRun.bar(mix), "bar " + Markdown.ratio(FencingRun.bar(mix)))));
    }

    /** All panels begin at the same ratio, so that they can be compared. */
    private static double lowestShown(List<FencingRun> runs) {
        double lowest = runs.stream()
                .mapToDouble(run -> run.ratio().lowerQuartile())
                .min()
                .orElse(1);
        return Math.min(RATIO_SHOWN_MIN, Math.floor(lowest / RATIO_STEP) * RATIO_STEP);
    }

    /** Writes the tables. */
    static String page(Report<FencingPlan, FencingRun> report) {
        StringBuilder page = new StringBuilder(Markdown.origin(report)).append('\n');
        FencingPlan plan = report.settings();
        page.append(Markdown.table(
                        List.of(
                                "engine",
                                "reads/writes",
                                "ratio, all pairs: median (quartiles)",
                                "worst load",
                                "bar",
                                "loads at the bar or above"),
                        verdicts(plan, report.runs())))
                .append('\n');
        page.append(Markdown.table(
                List.of(
                        "engine",
                        "reads/writes",
                        "outstanding",
                        "value, B",
                        "ratio (quartiles)",
                        "fenced, op/s",
                        "unfenced, op/s",
                        "fenced p50 / p99 / p99.9, ms",
                        "unfenced p50 / p99 / p99.9, ms",
                        "CPU per op, µs: fenced / unfenced"),
                report.runs().stream().map(FencingPage::row).toList()));
        page.append('\n').append(accounts(report.runs()));
        return page.toString();
    }

    private static List<List<String>> verdicts(FencingPlan plan, List<FencingRun> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            for (Mix mix : plan.mixes()) {
                List<FencingRun> own = of(runs, engine, mix);
                List<Double> medians =
                        own.stream().map(run -> run.ratio().median()).toList();
                rows.add(List.of(
                        engine.title(),
                        mix.toString(),
                        Markdown.spread(Ratio.ofPairs(own.stream()
                                .flatMap(run -> run.ratio().pairs().stream())
                                .toList())),
                        Markdown.ratio(Quantiles.quantile(medians, 0)),
                        Markdown.ratio(FencingRun.bar(mix)),
                        own.stream().filter(FencingRun::met).count() + " of " + own.size()));
            }
        }
        return rows;
    }

    private static List<String> row(FencingRun run) {
        return List.of(
                run.engine().title(),
                run.mix().toString(),
                Integer.toString(run.outstanding()),
                Integer.toString(run.valueBytes()),
                Markdown.spread(run.ratio()) + (run.met() ? "" : " ✗"),
                Markdown.perSecond(run.fenced().operationsPerSecond()),
                Markdown.perSecond(run.unfenced().operationsPerSecond()),
                Markdown.latencies(run.fenced()),
                Markdown.latencies(run.unfenced()),
                String.format(
                        Locale.ROOT,
                        "%.0f / %.0f",
                        run.fenced().cpuMicrosPerOperation(),
                        run.unfenced().cpuMicrosPerOperation()));
    }

    private static String accounts(List<FencingRun> runs) {
        long failed = runs.stream()
                .flatMap(run -> List.of(run.fenced(), run.unfenced()).stream())
                .mapToLong(each -> each.failedReads() + each.refusedWrites() + each.unknownWrites())
                .sum();
        long stale = runs.stream().mapToLong(run -> run.fenced().staleReads()).sum();
        long wrong = runs.stream().filter(run -> !run.reckoning().isRight()).count();
        return String.format(
                Locale.ROOT,
                "Operations that failed: %,d. Stale reads of fenced nodes: %,d. Runs after which the versions in the store did not add up: %,d of %,d.%n",
                failed,
                stale,
                wrong,
                runs.size());
    }

    private static List<FencingRun> of(List<FencingRun> runs, Engine engine, Mix mix) {
        return runs.stream()
                .filter(run -> run.engine() == engine && run.mix().equals(mix))
                .toList();
    }
}
