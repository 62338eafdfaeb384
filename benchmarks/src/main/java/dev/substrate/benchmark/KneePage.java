package dev.substrate.benchmark;

import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.plot.Axis;
import dev.substrate.benchmark.plot.Panel;
import dev.substrate.benchmark.plot.Series;
import dev.substrate.benchmark.plot.Svg;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shows the knees. */
final class KneePage {

    private KneePage() {}

    /** Draws a row for each engine: throughput, and latency, over the number of operations under way. */
    static String plot(KneePlan plan, List<KneeRun> runs) {
        List<Panel> panels = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            List<KneeRun> own =
                    runs.stream().filter(run -> run.engine() == engine).toList();
            panels.add(throughput(plan, engine, own));
            panels.add(latency(plan, engine, own));
        }
        return Svg.draw(2, panels);
    }

    private static Panel throughput(KneePlan plan, Engine engine, List<KneeRun> runs) {
        List<Series> series = new ArrayList<>();
        double highest = 1;
        for (int i = 0; i < runs.size(); i++) {
            KneeRun run = runs.get(i);
            series.add(new Series(
                    run.mix().toString() + (run.knee() == null ? "" : ", knee at " + run.knee()),
                    i,
                    true,
                    false,
                    points(run, Measured::operationsPerSecond)));
            for (KneeRun.Point point : run.points()) {
                highest = Math.max(highest, point.measured().operationsPerSecond());
            }
        }
        return new Panel(
                engine.title() + ": throughput",
                outstanding(plan),
                Axis.upTo("operations/s", highest),
                series,
                List.of());
    }

    private static Panel latency(KneePlan plan, Engine engine, List<KneeRun> runs) {
        List<Series> series = new ArrayList<>();
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int i = 0; i < runs.size(); i++) {
            KneeRun run = runs.get(i);
            series.add(new Series(
                    run.mix() + " p50",
                    i,
                    true,
                    false,
                    points(run, measured -> measured.all().p50())));
            series.add(new Series(
                    run.mix() + " p99",
                    i,
                    true,
                    true,
                    points(run, measured -> measured.all().p99())));
            for (KneeRun.Point point : run.points()) {
                lowest = Math.min(lowest, point.measured().all().p50());
                highest = Math.max(highest, point.measured().all().p99());
            }
        }
        return new Panel(
                engine.title() + ": latency",
                outstanding(plan),
                Axis.decades("ms", Math.max(0.01, lowest), highest),
                series,
                List.of());
    }

    private static Axis outstanding(KneePlan plan) {
        List<Integer> steps = plan.outstanding();
        return Axis.doublings("operations under way", steps.get(0), steps.get(steps.size() - 1));
    }

    private static List<Series.Point> points(KneeRun run, ToDoubleFunction<Measured> figure) {
        return run.points().stream()
                .map(point -> Series.Point.at(point.outstanding(), figure.applyAsDouble(point.measured())))
                .toList();
    }

    /** Writes the tables. */
    static String page(Report<KneePlan, KneeRun> report) {
        StringBuilder page = new StringBuilder(Markdown.origin(report)).append('\n');
        page.append(Markdown.table(
                List.of(
                        "engine",
                        "reads/writes",
                        "knee: outstanding",
                        "op/s there",
                        "p50 / p99 / p99.9 there, ms",
                        "highest op/s"),
                report.runs().stream().map(KneePage::row).toList()));
        return page.toString();
    }

    private static List<String> row(KneeRun run) {
        Measured there = run.atKnee().measured();
        double highest = run.points().stream()
                .mapToDouble(point -> point.measured().operationsPerSecond())
                .max()
                .orElse(0);
        return List.of(
                run.engine().title(),
                run.mix().toString(),
                run.knee() == null ? "none" : "**" + run.knee() + "**",
                Markdown.perSecond(there.operationsPerSecond()),
                Markdown.millis(there.all().p50()) + " / "
                        + Markdown.millis(there.all().p99()) + " / "
                        + Markdown.millis(there.all().p999()),
                Markdown.perSecond(highest));
    }
}
