package dev.substrate.benchmark.result;

import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the knee of a throughput curve: the smallest number of outstanding operations beyond which doubling it gains less
 * than {@value #GAIN_PERCENT_MIN} % throughput. Beyond it more operations only wait for each other.
 */
public final class Knee {

    /** What a doubling must gain to be worth it. */
    public static final int GAIN_PERCENT_MIN = 10;

    /**
     * A point of the curve.
     *
     * @param outstanding how many operations were under way
     * @param operationsPerSecond what that came to
     */
    public record Point(int outstanding, double operationsPerSecond) {}

    private Knee() {}

    /**
     * Returns the knee; nothing if even the last doubling was worth it.
     *
     * @param curve points whose numbers of operations double from each to the next
     */
    public static OptionalInt of(List<Point> curve) {
        for (int i = 0; i + 1 < curve.size(); i++) {
            Point here = curve.get(i);
            Point next = curve.get(i + 1);
            if (next.outstanding() != 2 * here.outstanding()) {
                throw new IllegalArgumentException(
                        next.outstanding() + " does not double " + here.outstanding() + " operations");
            }
            if (next.operationsPerSecond() < here.operationsPerSecond() * (100 + GAIN_PERCENT_MIN) / 100) {
                return OptionalInt.of(here.outstanding());
            }
        }
        return OptionalInt.empty();
    }
}
