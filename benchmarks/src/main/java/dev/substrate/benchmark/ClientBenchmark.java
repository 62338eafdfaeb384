package dev.substrate.benchmark;

import dev.substrate.benchmark.ClientRun.Caller;
import dev.substrate.benchmark.load.Load;
import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.load.Slice;
import dev.substrate.benchmark.node.BenchmarkCluster;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.NodeProcess;
import dev.substrate.benchmark.node.Variant;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Ratio;
import dev.substrate.benchmark.result.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what it saves a client to send straight to the owner's node. The callers take turns on the same cluster, so that what
 * disturbs the machine disturbs all alike.
 */
final class ClientBenchmark implements Benchmark {

    private final ClientPlan plan;
    private long seed;

    ClientBenchmark(ClientPlan plan) {
        this.plan = plan;
    }

    @Override
    public List<Duration> expected() {
        return plan.expected();
    }

    @Override
    public boolean run(Session session) {
        Session.Beginning beginning = session.begin();
        List<ClientRun> runs = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            try (BenchmarkCluster cluster = session.laboratory().start(engine, Variant.FENCED, plan.nodes())) {
                cluster.node().fill(plan.valueBytes());
                Map<Caller, NodeProcess> callers = new EnumMap<>(Caller.class);
                callers.put(Caller.ANY_NODE, cluster.startClient(false));
                callers.put(Caller.OWNERS_NODE, cluster.startClient(true));
                callers.put(Caller.MEMBER, cluster.node());
                warmUp(callers);
                session.progress().done("The cluster on " + engine.title() + " and its clients are ready");
                for (Mix mix : plan.mixes()) {
                    for (int outstanding : plan.outstanding()) {
                        List<ClientRun> measured = measure(engine, cluster, callers, mix, outstanding);
                        runs.addAll(measured);
                        session.progress().done(describe(measured));
                    }
                }
            }
        }
        Report<ClientPlan, ClientRun> report = session.report("client", beginning, plan, runs);
        session.write("client.md", ClientPage.page(report));
        return runs.stream().allMatch(ClientRun::right);
    }

    private void warmUp(Map<Caller, NodeProcess> callers) {
        int outstanding = plan.outstanding().get(plan.outstanding().size() - 1);
        for (Mix mix : plan.mixes()) {
            callers.values().forEach(caller -> caller.run(load(mix, outstanding, 0, plan.warmUpMillis())));
        }
    }

    private List<ClientRun> measure(
            Engine engine, BenchmarkCluster cluster, Map<Caller, NodeProcess> callers, Mix mix, int outstanding) {
        Map<Caller, List<Slice>> slices = new EnumMap<>(Caller.class);
        for (int round = 0; round < plan.rounds(); round++) {
            callers.forEach((caller, process) -> slices.computeIfAbsent(caller, each -> new ArrayList<>())
                    .add(process.run(load(mix, outstanding, plan.rampMillis(), plan.sliceMillis()))));
        }
        Measured reference = Measured.of(slices.get(Caller.ANY_NODE));
        List<ClientRun> runs = new ArrayList<>();
        slices.forEach((caller, own) -> {
            Measured measured = Measured.of(own);
            runs.add(new ClientRun(
                    engine,
                    caller,
                    mix,
                    outstanding,
                    measured,
                    Ratio.of(measured.slices(), reference.slices()),
                    measured.all().p50() / reference.all().p50(),
                    cluster.reckon()));
        });
        return runs;
    }

    private Load load(Mix mix, int outstanding, long rampMillis, long measuredMillis) {
        seed++;
        return new Load(mix, outstanding, plan.valueBytes(), rampMillis, measuredMillis, seed);
    }

    private static String describe(List<ClientRun> runs) {
        StringBuilder text = new StringBuilder();
        for (ClientRun run : runs) {
            text.append(text.length() == 0 ? "" : "; ")
                    .append(String.format(
                            Locale.ROOT,
                            "%s: %,.0f %s/s of %d, p50 %.2f ms%s",
                            run.caller().title(),
                            run.measured().operationsPerSecond(),
                            ClusterBenchmark.name(run.mix()),
                            run.outstanding(),
                            run.measured().all().p50(),
                            run.right() ? "" : " — WRONG: " + run.reckoning().faults()));
        }
        return text.toString();
    }
}
