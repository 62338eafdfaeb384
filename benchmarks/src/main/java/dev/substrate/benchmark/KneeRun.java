package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.Reckoning;
import dev.substrate.benchmark.result.Knee;
import dev.substrate.benchmark.result.Measured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How throughput and latency grow with the number of operations under way.
 *
 * @param engine the engine
 * @param mix reads and writes
 * @param points the curve, from few operations to many
 * @param knee where more operations stop to gain much, see {@link Knee}; null if they never do
 * @param reckoning whether the versions in the store add up
 */
record KneeRun(
        Engine engine,
        Mix mix,
        List<Point> points,
        @Nullable Integer knee,
        Reckoning reckoning) {

    /**
     * A point of the curve.
     *
     * @param outstanding how many operations were under way
     * @param measured what that came to
     */
    record Point(int outstanding, Measured measured) {}

    static KneeRun of(Engine engine, Mix mix, List<Point> points, Reckoning reckoning) {
        List<Knee.Point> curve = points.stream()
                .map(point ->
                        new Knee.Point(point.outstanding(), point.measured().operationsPerSecond()))
                .toList();
        var knee = Knee.of(curve);
        return new KneeRun(engine, mix, points, knee.isPresent() ? knee.getAsInt() : null, reckoning);
    }

    /** Returns the point of the knee, or else the last one. */
    Point atKnee() {
        return points.stream()
                .filter(point -> knee != null && point.outstanding() == knee)
                .findFirst()
                .orElse(points.get(points.size() - 1));
    }
}
