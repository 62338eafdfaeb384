package dev.substrate.benchmark.result;

import java.util.ArrayList;
import java.util.List;

/**
 * How one variant compares with another, measured in pairs: what disturbs the machine for longer than a pair lasts disturbs
 * both and falls out.
 *
 * @param median the median of the ratios
 * @param lowerQuartile a quarter of the ratios lie below
 * @param upperQuartile a quarter of the ratios lie above
 * @param pairs the ratios, in the order in which they were measured
 */
public record Ratio(double median, double lowerQuartile, double upperQuartile, List<Double> pairs) {

    /** Copies the list. */
    public Ratio {
        pairs = List.copyOf(pairs);
    }

    /**
     * Compares figures pair by pair.
     *
     * @param measured what is judged
     * @param reference what it is compared with; as many figures, none of them 0
     */
    public static Ratio of(List<Double> measured, List<Double> reference) {
        if (measured.isEmpty() || measured.size() != reference.size()) {
            throw new IllegalArgumentException(
                    measured.size() + " figures cannot be compared with " + reference.size());
        }
        List<Double> pairs = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            pairs.add(measured.get(i) / reference.get(i));
        }
        return ofPairs(pairs);
    }

    /** Sums up ratios. */
    public static Ratio ofPairs(List<Double> pairs) {
        return new Ratio(
                Quantiles.median(pairs), Quantiles.quantile(pairs, 0.25), Quantiles.quantile(pairs, 0.75), pairs);
    }
}
