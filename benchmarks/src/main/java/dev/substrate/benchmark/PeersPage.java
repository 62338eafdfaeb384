package dev.substrate.benchmark;

import dev.substrate.benchmark.plot.Axis;
import dev.substrate.benchmark.plot.Panel;
import dev.substrate.benchmark.plot.Series;
import dev.substrate.benchmark.plot.Svg;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Quantiles;
import dev.substrate.benchmark.result.Report;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Shows how a cluster compares with one of Hazelcast. */
final class PeersPage {

    private static final double APART = 0.12;

    private PeersPage() {}

    /** Draws the throughput of both, with quartiles. */
    static String plot(List<PeersRun> runs) {
        double[] all = runs.stream()
                .flatMapToDouble(run -> DoubleStream.concat(
                        run.substrate().slices().stream().mapToDouble(Double::doubleValue),
                        run.hazelcast().slices().stream().mapToDouble(Double::doubleValue)))
                .sorted()
                .toArray();
        return Svg.draw(
                1,
                List.of(new Panel(
                        "Three nodes, 256 operations under way",
                        Axis.names(
                                "operation",
                                runs.stream()
                                        .map(run -> run.operation().toString())
                                        .toList()),
                        Axis.decades("operations per second", all[0], all[all.length - 1]),
                        List.of(
                                series("Substrate: durable, linearizable", 0, runs, PeersRun::substrate),
                                series("Hazelcast: in memory, one backup", 1, runs, PeersRun::hazelcast)),
                        List.of())));
    }

    private static Series series(String name, int color, List<PeersRun> runs, Function<PeersRun, Measured> whose) {
        double shift = (color * 2 - 1) * APART / 2;
        return new Series(
                name,
                color,
                false,
                false,
                IntStream.range(0, runs.size())
                        .mapToObj(i -> {
                            Measured measured = whose.apply(runs.get(i));
                            return new Series.Point(
                                    i + shift,
                                    measured.operationsPerSecond(),
                                    Quantiles.quantile(measured.slices(), 0.25),
                                    Quantiles.quantile(measured.slices(), 0.75));
                        })
                        .toList());
    }

    /** Writes the tables. */
    static String page(Report<PeersPlan, PeersRun> report) {
        return Markdown.origin(report) + "\n"
                + Markdown.table(
                        List.of(
                                "operation",
                                "Substrate, op/s",
                                "Hazelcast, op/s",
                                "ratio (quartiles)",
                                "Substrate p50 / p99 / p99.9, ms",
                                "Hazelcast p50 / p99 / p99.9, ms",
                                "CPU per op, µs: Substrate / Hazelcast",
                                "wake-ups per op",
                                "failed"),
                        report.runs().stream().map(PeersPage::row).toList());
    }

    private static List<String> row(PeersRun run) {
        return List.of(
                run.operation().toString(),
                "**" + Markdown.perSecond(run.substrate().operationsPerSecond()) + "**",
                Markdown.perSecond(run.hazelcast().operationsPerSecond()),
                Markdown.spread(run.ratio()),
                Markdown.latencies(run.substrate()),
                Markdown.latencies(run.hazelcast()),
                String.format(
                        Locale.ROOT,
                        "%.0f / %.0f",
                        run.substrate().cpuMicrosPerOperation(),
                        run.hazelcast().cpuMicrosPerOperation()),
                String.format(
                        Locale.ROOT,
                        "%.2f / %.2f",
                        run.substrate().sleepsPerOperation(),
                        run.hazelcast().sleepsPerOperation()),
                failed(run.substrate()) + " / " + failed(run.hazelcast()));
    }

    private static long failed(Measured measured) {
        return measured.failedReads() + measured.refusedWrites() + measured.unknownWrites();
    }
}
