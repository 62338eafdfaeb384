package dev.substrate.benchmark.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides when the compiler has done its part: when the last few figures are hardly better than the few before them, or
 * when patience ends.
 */
public final class WarmUp {

    private static final double GAIN_THAT_COUNTS = 1.05;

    private final int window;
    private final int slicesMax;
    private final List<Double> figures = new ArrayList<>();

    /**
     * Begins to warm up.
     *
     * @param window how many figures are compared with as many before them
     * @param slicesMax after how many figures patience ends
     */
    public WarmUp(int window, int slicesMax) {
        this.window = window;
        this.slicesMax = slicesMax;
    }

    /** Takes a figure. */
    public void add(double throughput) {
        figures.add(throughput);
    }

    /** Returns whether it is enough. */
    public boolean isOver() {
        int size = figures.size();
        if (size >= slicesMax) {
            return true;
        }
        return size >= 2 * window
                && Quantiles.median(figures.subList(size - window, size))
                        < GAIN_THAT_COUNTS * Quantiles.median(figures.subList(size - 2 * window, size - window));
    }
}
