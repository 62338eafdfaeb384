package dev.substrate.benchmark.result;

import dev.substrate.benchmark.load.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides when the compilers have done their part: when the last few slices are hardly faster than the few before them and
 * the compilers hardly worked in them, or when patience ends. Speed alone does not tell: a node goes on at one speed for many
 * seconds while the last of its hot code waits for the compiler, and is twice as fast after that.
 */
public final class WarmUp {

    private static final double GAIN_THAT_COUNTS = 1.05;

    /** Of one processor's time. */
    private static final double COMPILING_THAT_COUNTS = 0.1;

    private static final double NANOS_PER_MILLI = 1e6;

    private final int window;
    private final int slicesMax;
    private final List<Double> throughputs = new ArrayList<>();
    private final List<Double> compiling = new ArrayList<>();

    /**
     * Begins to warm up.
     *
     * @param window how many slices are compared with as many before them
     * @param slicesMax after how many slices patience ends
     */
    public WarmUp(int window, int slicesMax) {
        this.window = window;
        this.slicesMax = slicesMax;
    }

    /** Takes what a load came to on nodes that ran it side by side. */
    public void add(List<Slice> onAll) {
        add(
                onAll.stream().mapToDouble(Slice::operationsPerSecond).sum(),
                onAll.stream()
                        .mapToDouble(slice -> slice.compilingMillis() * NANOS_PER_MILLI / slice.measuredNanos())
                        .max()
                        .orElse(0));
    }

    void add(double throughput, double compilingShare) {
        throughputs.add(throughput);
        compiling.add(compilingShare);
    }

    /** Returns whether it is enough. */
    public boolean isOver() {
        int size = throughputs.size();
        if (size >= slicesMax) {
            return true;
        }
        return size >= 2 * window
                && Quantiles.median(compiling.subList(size - window, size)) < COMPILING_THAT_COUNTS
                && Quantiles.median(throughputs.subList(size - window, size))
                        < GAIN_THAT_COUNTS * Quantiles.median(throughputs.subList(size - 2 * window, size - window));
    }
}
