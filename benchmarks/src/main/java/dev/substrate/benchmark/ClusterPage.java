package dev.substrate.benchmark;

import dev.substrate.benchmark.plot.Axis;
import dev.substrate.benchmark.plot.Panel;
import dev.substrate.benchmark.plot.Series;
import dev.substrate.benchmark.plot.Svg;
import dev.substrate.benchmark.result.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what a cluster does. */
final class ClusterPage {

    private static final double BEYOND_MAX = 100_000;

    private ClusterPage() {}

    /** Draws latencies over the part of the operations that took no longer. */
    static String plot(List<ClusterRun> runs) {
        List<Series> series = new ArrayList<>();
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int i = 0; i < runs.size(); i++) {
            ClusterRun run = runs.get(i);
            List<Series.Point> points = new ArrayList<>();
            for (ClusterRun.Latency latency : run.latencies()) {
                double oneOf = 100 / (100 - latency.percentile());
                if (oneOf <= BEYOND_MAX) {
                    points.add(Series.Point.at(oneOf, latency.millis()));
                    lowest = Math.min(lowest, latency.millis());
                    highest = Math.max(highest, latency.millis());
                }
            }
            series.add(new Series(
                    run.engine().title() + (run.mix().readPercent() == 0 ? " puts" : " gets"), i, true, false, points));
        }
        Axis part = new Axis(
                "percentile",
                1,
                BEYOND_MAX,
                true,
                List.of(
                        new Axis.Tick(1, "0"),
                        new Axis.Tick(2, "50"),
                        new Axis.Tick(10, "90"),
                        new Axis.Tick(100, "99"),
                        new Axis.Tick(1_000, "99.9"),
                        new Axis.Tick(10_000, "99.99"),
                        new Axis.Tick(100_000, "99.999")));
        return Svg.draw(
                1,
                List.of(new Panel(
                        "Three nodes: latency",
                        part,
                        Axis.decades("ms", Math.max(0.01, lowest), highest),
                        series,
                        List.of())));
    }

    /** Writes the tables. */
    static String page(Report<ClusterPlan, ClusterRun> report) {
        StringBuilder page = new StringBuilder(Markdown.origin(report)).append('\n');
        page.append(Markdown.table(
                List.of(
                        "engine",
                        "operation",
                        "op/s",
                        "p50 / p99 / p99.9, ms",
                        "across nodes",
                        "CPU of the nodes per op, µs",
                        "wake-ups per op",
                        "failed"),
                report.runs().stream().map(ClusterPage::row).toList()));
        return page.toString();
    }

    private static List<String> row(ClusterRun run) {
        return List.of(
                run.engine().title(),
                ClusterBenchmark.name(run.mix()),
                "**" + Markdown.perSecond(run.measured().operationsPerSecond()) + "**",
                Markdown.latencies(run.measured()),
                String.format(Locale.ROOT, "%.0f %%", run.crossing() * 100),
                String.format(Locale.ROOT, "%.0f", run.measured().cpuMicrosPerOperation()),
                String.format(Locale.ROOT, "%.2f", run.measured().sleepsPerOperation()),
                Long.toString(run.measured().failedReads()
                        + run.measured().refusedWrites()
                        + run.measured().unknownWrites()));
    }
}
