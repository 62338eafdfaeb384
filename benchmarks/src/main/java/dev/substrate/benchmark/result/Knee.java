package dev.substrate.benchmark.result;

import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the knee of a throughput curve: the smallest number of outstanding operations beyond which doubling it gains less
 * than {@value #GAIN_PERCENT_MIN} % throughput. Beyond it more operations only wait for each other.
 *
 * <p>A curve that was measured has dents, which are no knees: doubling it once more must not gain twice as much either.
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
            if (!isWorthIt(curve, i, 1) && !isWorthIt(curve, i, 2)) {
                return OptionalInt.of(curve.get(i).outstanding());
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isWorthIt(List<Point> curve, int from, int doublings) {
        if (from + doublings >= curve.size()) {
            return false;
        }
        Point here = curve.get(from);
        Point there = curve.get(from + doublings);
        if (there.outstanding() != here.outstanding() << doublings) {
            throw new IllegalArgumentException(
                    there.outstanding() + " operations are not " + doublings + " doublings of " + here.outstanding());
        }
        return there.operationsPerSecond()
                >= here.operationsPerSecond() * Math.pow(1 + GAIN_PERCENT_MIN / 100.0, doublings);
    }
}
