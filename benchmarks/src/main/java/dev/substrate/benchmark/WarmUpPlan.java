package dev.substrate.benchmark;

import dev.substrate.benchmark.result.WarmUp;
import java.time.Duration;

/**
 * How long to run before measuring: until the last slices are hardly faster than those before them, with the compilers at rest.
 *
 * @param sliceMillis how long a slice is
 * @param window how many slices are compared with as many before them
 * @param slicesMax after how many slices it is enough anyway
 */
record WarmUpPlan(long sliceMillis, int window, int slicesMax) {

    WarmUp begin() {
        return new WarmUp(window, slicesMax);
    }

    /** Returns about how long it takes. */
    Duration expected() {
        return Duration.ofMillis(sliceMillis * Math.min(slicesMax, 3L * window));
    }
}
