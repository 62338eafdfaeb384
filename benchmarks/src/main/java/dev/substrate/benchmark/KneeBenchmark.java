package dev.substrate.benchmark;

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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Looks for the number of operations under way beyond which more of them only wait for each other. */
final class KneeBenchmark implements Benchmark {

    private static final int WARM_UP_OUTSTANDING = 64;

    private final KneePlan plan;
    private long seed;

    KneeBenchmark(KneePlan plan) {
        this.plan = plan;
    }

    @Override
    public List<Duration> expected() {
        return plan.expected();
    }

    @Override
    public boolean run(Session session) {
        Session.Beginning beginning = session.begin();
        List<KneeRun> runs = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            try (BenchmarkCluster cluster = session.laboratory().start(engine, Variant.FENCED, 1)) {
                warmUp(cluster.node());
                session.progress().done(engine.title() + " is warm");
                for (Mix mix : plan.mixes()) {
                    KneeRun run = KneeRun.of(engine, mix, measure(cluster.node(), mix), cluster.reckon());
                    runs.add(run);
                    session.progress().done(describe(run));
                }
            }
        }
        Report<KneePlan, KneeRun> report = session.report("knee", beginning, plan, runs);
        session.write("knee.svg", KneePage.plot(plan, runs));
        session.write("knee.md", KneePage.page(report));
        return runs.stream()
                .allMatch(run -> run.reckoning().isRight()
                        && run.points().stream()
                                .allMatch(point -> point.measured().staleReads() == 0));
    }

    private void warmUp(NodeProcess node) {
        node.fill(plan.valueBytes());
        WarmUp state = plan.warmUp().begin();
        while (!state.isOver()) {
            state.add(List.of(node.run(
                    load(Mix.HALF_READS, WARM_UP_OUTSTANDING, 0, plan.warmUp().sliceMillis()))));
        }
    }

    private List<KneeRun.Point> measure(NodeProcess node, Mix mix) {
        Map<Integer, List<Slice>> slices = new TreeMap<>();
        List<Integer> steps = new ArrayList<>(plan.outstanding());
        for (int pass = 0; pass < plan.passes(); pass++) {
            for (int outstanding : steps) {
                slices.computeIfAbsent(outstanding, none -> new ArrayList<>())
                        .add(node.run(load(mix, outstanding, plan.rampMillis(), plan.sliceMillis())));
            }
            Collections.reverse(steps);
        }
        return slices.entrySet().stream()
                .map(step -> new KneeRun.Point(step.getKey(), Measured.of(step.getValue())))
                .toList();
    }

    private Load load(Mix mix, int outstanding, long rampMillis, long measuredMillis) {
        seed++;
        return new Load(mix, outstanding, plan.valueBytes(), rampMillis, measuredMillis, seed);
    }

    private static String describe(KneeRun run) {
        Measured there = run.atKnee().measured();
        return String.format(
                Locale.ROOT,
                "%s %s: %s, %,.0f/s, p50 %.1f ms, p99 %.1f ms%s",
                run.engine().title(),
                run.mix(),
                run.knee() == null ? "no knee" : "knee at " + run.knee() + " outstanding",
                there.operationsPerSecond(),
                there.all().p50(),
                there.all().p99(),
                run.reckoning().isRight() ? "" : " — WRONG: " + run.reckoning().faults());
    }
}
