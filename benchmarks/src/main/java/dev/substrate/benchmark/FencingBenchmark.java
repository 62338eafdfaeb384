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
 * Measures what fences cost. Both variants live side by side and take turns, so that whatever else the machine does meets
 * both; the one that is not measured is idle.
 */
final class FencingBenchmark implements Benchmark {

    private final FencingPlan plan;
    private long seed;

    FencingBenchmark(FencingPlan plan) {
        this.plan = plan;
    }

    @Override
    public List<Duration> expected() {
        return plan.expected();
    }

    @Override
    public boolean run(Session session) {
        Session.Beginning beginning = session.begin();
        List<FencingRun> runs = new ArrayList<>();
        for (Engine engine : plan.engines()) {
            run(session, engine, runs);
        }
        Report<FencingPlan, FencingRun> report = session.report("fencing", beginning, plan, runs);
        session.write("fencing.svg", FencingPage.plot(plan, runs));
        session.write("fencing.md", FencingPage.page(report));
        return runs.stream().allMatch(FencingRun::right);
    }

    private void run(Session session, Engine engine, List<FencingRun> runs) {
        List<BenchmarkCluster> both = session.laboratory().startSingles(engine, Variant.FENCED, Variant.UNFENCED);
        try {
            BenchmarkCluster fenced = both.get(0);
            List<NodeProcess> nodes = both.stream().map(BenchmarkCluster::node).toList();
            FencingPlan.Cell first = plan.cells().get(0);
            nodes.forEach(node -> node.fill(first.valueBytes()));
            warmUp(nodes, first, plan.firstWarmUp());
            session.progress().done(engine.title() + " is warm");
            for (FencingPlan.Cell cell : plan.cells()) {
                nodes.forEach(node -> node.fill(cell.valueBytes()));
                warmUp(nodes, cell, plan.warmUp());
                FencingRun run = measure(engine, cell, fenced, both.get(1));
                runs.add(run);
                session.progress().done(describe(run));
            }
        } finally {
            both.forEach(BenchmarkCluster::close);
        }
    }

    private void warmUp(List<NodeProcess> nodes, FencingPlan.Cell cell, WarmUpPlan warmUp) {
        List<WarmUp> states = nodes.stream().map(node -> warmUp.begin()).toList();
        while (!states.stream().allMatch(WarmUp::isOver)) {
            for (int i = 0; i < nodes.size(); i++) {
                states.get(i).add(List.of(nodes.get(i).run(load(cell, 0, warmUp.sliceMillis()))));
            }
        }
    }

    private FencingRun measure(
            Engine engine, FencingPlan.Cell cell, BenchmarkCluster fenced, BenchmarkCluster unfenced) {
        List<Slice> fencedSlices = new ArrayList<>();
        List<Slice> unfencedSlices = new ArrayList<>();
        for (int pair = 0; pair < plan.pairs(); pair++) {
            Load load = load(cell, plan.rampMillis(), plan.sliceMillis());
            // Who goes first changes, so that a machine that grows slower favours nobody.
            if (pair % 2 == 0) {
                fencedSlices.add(fenced.node().run(load));
                unfencedSlices.add(unfenced.node().run(load));
            } else {
                unfencedSlices.add(unfenced.node().run(load));
                fencedSlices.add(fenced.node().run(load));
            }
        }
        Measured with = Measured.of(fencedSlices);
        Measured without = Measured.of(unfencedSlices);
        return new FencingRun(
                engine,
                cell.mix(),
                cell.outstanding(),
                cell.valueBytes(),
                with,
                without,
                Ratio.of(with.slices(), without.slices()),
                fenced.reckon());
    }

    private Load load(FencingPlan.Cell cell, long rampMillis, long measuredMillis) {
        seed++;
        return new Load(cell.mix(), cell.outstanding(), cell.valueBytes(), rampMillis, measuredMillis, seed);
    }

    private static String describe(FencingRun run) {
        return String.format(
                Locale.ROOT,
                "%s %s, %d outstanding, %,d B: %,.0f/s fenced, %,.0f/s unfenced, ratio %.2f (%.2f to %.2f), bar %.2f%s",
                run.engine().title(),
                run.mix(),
                run.outstanding(),
                run.valueBytes(),
                run.fenced().operationsPerSecond(),
                run.unfenced().operationsPerSecond(),
                run.ratio().median(),
                run.ratio().lowerQuartile(),
                run.ratio().upperQuartile(),
                run.bar(),
                run.right()
                        ? ""
                        : " — WRONG: " + run.reckoning().faults() + ", stale reads: "
                                + run.fenced().staleReads());
    }
}
