package dev.substrate.benchmark.result;

import java.util.List;

/** Quantiles of a few figures. */
public final class Quantiles {

    private Quantiles() {}

    /** Returns the median. */
    public static double median(List<Double> figures) {
        return quantile(figures, 0.5);
    }

    /**
     * Returns a quantile, interpolated between neighbours (Hyndman and Fan's type 7, as R and NumPy do by default).
     *
     * @param figures at least one, in any order
     * @param q 0 to 1
     */
    public static double quantile(List<Double> figures, double q) {
        if (figures.isEmpty() || q < 0 || q > 1) {
            throw new IllegalArgumentException("There is no quantile " + q + " of " + figures.size() + " figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        double position = q * (sorted.size() - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }
}
