package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.Reckoning;
import dev.substrate.benchmark.result.Measured;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;

/**
 * What a cluster does under one load.
 *
 * @param engine the engine
 * @param mix writes alone, or reads alone
 * @param owned how many of the records each node owns
 * @param crossing the part of the operations whose caller is not on the node that owns the record
 * @param measured what it came to; throughput is that of all nodes together
 * @param latencies the curve of the latencies
 * @param reckoning whether the versions in the store add up
 */
record ClusterRun(
        Engine engine,
        Mix mix,
        List<Long> owned,
        double crossing,
        Measured measured,
        List<Latency> latencies,
        Reckoning reckoning) {

    /**
     * A point of the curve.
     *
     * @param percentile so many of a hundred operations
     * @param millis took no longer than this
     */
    record Latency(double percentile, double millis) {}

    /** Returns whether nothing was lost and nothing stale was read. */
    boolean right() {
        return reckoning.isRight() && measured.staleReads() == 0;
    }

    /** Returns the points at 0, 50, 75, 87.5 and so on, each time half as far from 100, as long as there is an operation beyond. */
    static List<Latency> latencies(AbstractHistogram micros) {
        List<Latency> points = new ArrayList<>();
        points.add(new Latency(0, micros.getMinNonZeroValue() / 1_000.0));
        double beyond = 50;
        while (beyond / 100 * micros.getTotalCount() >= 1) {
            points.add(new Latency(100 - beyond, micros.getValueAtPercentile(100 - beyond) / 1_000.0));
            beyond /= 2;
        }
        points.add(new Latency(100, micros.getMaxValue() / 1_000.0));
        return points;
    }

    /** Returns the part of the operations that cross nodes: each node's callers ask for all records alike. */
    static double crossing(List<Long> owned, List<Integer> outstanding) {
        double ownedInAll = owned.stream().mapToLong(Long::longValue).sum();
        double outstandingInAll =
                outstanding.stream().mapToInt(Integer::intValue).sum();
        double staying = 0;
        for (int node = 0; node < owned.size(); node++) {
            staying += owned.get(node) / ownedInAll * (outstanding.get(node) / outstandingInAll);
        }
        return 1 - staying;
    }
}
