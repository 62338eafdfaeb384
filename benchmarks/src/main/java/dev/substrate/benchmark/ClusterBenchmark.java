package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Latencies;
import dev.substrate.benchmark.load.Load;
import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.load.Slice;
import dev.substrate.benchmark.node.BenchmarkCluster;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.NodeProcess;
import dev.substrate.benchmark.node.Variant;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Report;
import dev.substrate.benchmark.result.WarmUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Measures how many durable puts and linearizable gets a cluster on one machine does; each node makes its share of the load. */
final class ClusterBenchmark implements Benchmark {

    private final ClusterPlan plan;
    private long seed;

    ClusterBenchmark(ClusterPlan plan) {
        this.plan = plan;
    }

    @Override
    public List<Duration> expected() {
        return plan.expected();
    }

    @Override
    public boolean run(Session session) {
        Session.Beginning beginning = session.begin();
        List<ClusterRun> runs = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            try (BenchmarkCluster cluster = session.laboratory().start(engine, Variant.FENCED, plan.nodes())) {
                cluster.node().fill(plan.valueBytes());
                session.progress().done("The cluster on " + engine.title() + " is ready");
                for (Mix mix : plan.mixes()) {
                    warmUp(cluster, mix);
                    ClusterRun run = measure(engine, cluster, mix);
                    runs.add(run);
                    session.progress().done(describe(run));
                }
            }
        }
        Report<ClusterPlan, ClusterRun> report = session.report("cluster", beginning, plan, runs);
        session.write("cluster.svg", ClusterPage.plot(runs));
        session.write("cluster.md", ClusterPage.page(report));
        return runs.stream().allMatch(ClusterRun::right);
    }

    private void warmUp(BenchmarkCluster cluster, Mix mix) {
        WarmUp state = plan.warmUp().begin();
        while (!state.isOver()) {
            state.add(runOnAll(cluster, mix, 0, plan.warmUp().sliceMillis()));
        }
    }

    private ClusterRun measure(Engine engine, BenchmarkCluster cluster, Mix mix) {
        List<Slice> slices = new ArrayList<>();
        List<Double> throughputs = new ArrayList<>();
        for (int i = 0; i < plan.slices(); i++) {
            List<Slice> onAll = runOnAll(cluster, mix, plan.rampMillis(), plan.sliceMillis());
            slices.addAll(onAll);
            throughputs.add(together(onAll));
        }
        Histogram micros = Latencies.empty();
        for (Slice slice : slices) {
            micros.add(Latencies.decode(slice.readMicros()));
            micros.add(Latencies.decode(slice.writeMicros()));
        }
        List<Long> owned = cluster.nodes().stream().map(NodeProcess::owned).toList();
        List<Integer> outstanding =
                IntStream.range(0, plan.nodes()).mapToObj(plan::outstandingIn).toList();
        return new ClusterRun(
                engine,
                mix,
                owned,
                ClusterRun.crossing(owned, outstanding),
                Measured.of(slices, throughputs),
                ClusterRun.latencies(micros),
                cluster.reckon());
    }

    private List<Slice> runOnAll(BenchmarkCluster cluster, Mix mix, long rampMillis, long measuredMillis) {
        List<NodeProcess> nodes = cluster.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            seed++;
            nodes.get(i)
                    .beginRun(
                            new Load(mix, plan.outstandingIn(i), plan.valueBytes(), rampMillis, measuredMillis, seed));
        }
        return nodes.stream().map(NodeProcess::endRun).toList();
    }

    private static double together(List<Slice> slices) {
        return slices.stream().mapToDouble(Slice::operationsPerSecond).sum();
    }

    private static String describe(ClusterRun run) {
        return String.format(
                Locale.ROOT,
                "%s: %,.0f %s/s, p50 %.1f ms, p99 %.1f ms, %.0f %% across nodes%s",
                run.engine().title(),
                run.measured().operationsPerSecond(),
                name(run.mix()),
                run.measured().all().p50(),
                run.measured().all().p99(),
                run.crossing() * 100,
                run.right() ? "" : " — WRONG: " + run.reckoning().faults());
    }

    /** Returns what people call operations that are all alike. */
    static String name(Mix mix) {
        return mix.equals(Mix.ONLY_WRITES) ? "durable puts" : "linearizable gets";
    }
}
