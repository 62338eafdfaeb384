package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Load;
import dev.substrate.benchmark.load.Slice;
import dev.substrate.benchmark.node.BenchmarkCluster;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.NodeProcess;
import dev.substrate.benchmark.node.Variant;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Ratio;
import dev.substrate.benchmark.result.Report;
import dev.substrate.benchmark.result.WarmUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares a cluster with one of Hazelcast. Both are there all the while and take turns, so that whatever else the machine does
 * meets both; the one that is not measured is idle.
 */
final class PeersBenchmark implements Benchmark {

    private final PeersPlan plan;
    private long seed;

    PeersBenchmark(PeersPlan plan) {
        this.plan = plan;
    }

    @Override
    public List<Duration> expected() {
        return plan.expected();
    }

    @Override
    public boolean run(Session session) {
        Session.Beginning beginning = session.begin();
        List<PeersRun> runs = new ArrayList<>();
        try (BenchmarkCluster substrate = session.laboratory().start(Engine.SQLITE, Variant.FENCED, plan.nodes());
                BenchmarkCluster hazelcast = session.laboratory().startHazelcast(plan.nodes())) {
            substrate.node().fill(plan.valueBytes());
            hazelcast.node().fill(plan.valueBytes());
            session.progress().done("Both clusters are ready");
            for (Operation operation : plan.operations()) {
                warmUp(substrate, operation);
                warmUp(hazelcast, operation);
                PeersRun run = measure(substrate, hazelcast, operation);
                runs.add(run);
                session.progress().done(describe(run));
            }
        }
        Report<PeersPlan, PeersRun> report = session.report("peers", beginning, plan, runs);
        session.write("peers.svg", PeersPage.plot(runs));
        session.write("peers.md", PeersPage.page(report));
        return runs.stream().allMatch(PeersRun::right);
    }

    private void warmUp(BenchmarkCluster cluster, Operation operation) {
        WarmUp state = plan.warmUp().begin();
        while (!state.isOver()) {
            state.add(run(cluster, operation, 0, plan.warmUp().sliceMillis()));
        }
    }

    private PeersRun measure(BenchmarkCluster substrate, BenchmarkCluster hazelcast, Operation operation) {
        Figures ours = new Figures(substrate, operation);
        Figures theirs = new Figures(hazelcast, operation);
        for (int pair = 0; pair < plan.pairs(); pair++) {
            // Who goes first changes, so that a machine that grows slower favours nobody.
            (pair % 2 == 0 ? ours : theirs).measure();
            (pair % 2 == 0 ? theirs : ours).measure();
        }
        return new PeersRun(
                operation,
                ours.sum(),
                theirs.sum(),
                Ratio.of(ours.throughputs, theirs.throughputs),
                substrate.reckon());
    }

    /** What one of them comes to. */
    private final class Figures {

        private final BenchmarkCluster cluster;
        private final Operation operation;
        private final List<Slice> slices = new ArrayList<>();
        private final List<Double> throughputs = new ArrayList<>();

        Figures(BenchmarkCluster cluster, Operation operation) {
            this.cluster = cluster;
            this.operation = operation;
        }

        void measure() {
            List<Slice> onAll = run(cluster, operation, plan.rampMillis(), plan.sliceMillis());
            slices.addAll(onAll);
            throughputs.add(together(onAll));
        }

        Measured sum() {
            return Measured.of(slices, throughputs);
        }
    }

    private List<Slice> run(BenchmarkCluster cluster, Operation operation, long rampMillis, long measuredMillis) {
        List<NodeProcess> nodes = cluster.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            seed++;
            nodes.get(i)
                    .beginRun(new Load(
                            operation.mix(),
                            operation.updates(),
                            ClusterPlan.share(plan.outstanding(), nodes.size(), i),
                            plan.valueBytes(),
                            rampMillis,
                            measuredMillis,
                            seed));
        }
        return nodes.stream().map(NodeProcess::endRun).toList();
    }

    private static double together(List<Slice> slices) {
        return slices.stream().mapToDouble(Slice::operationsPerSecond).sum();
    }

    private static String describe(PeersRun run) {
        return String.format(
                Locale.ROOT,
                "%s: %,.0f/s, Hazelcast %,.0f/s, ratio %.2f (%.2f to %.2f)%s",
                run.operation(),
                run.substrate().operationsPerSecond(),
                run.hazelcast().operationsPerSecond(),
                run.ratio().median(),
                run.ratio().lowerQuartile(),
                run.ratio().upperQuartile(),
                run.right() ? "" : " — WRONG: " + run.reckoning().faults());
    }
}
