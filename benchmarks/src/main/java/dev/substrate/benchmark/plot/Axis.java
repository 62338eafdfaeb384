package dev.substrate.benchmark.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A scale with its ticks.
 *
 * @param title what it shows, with its unit
 * @param min where it begins
 * @param max where it ends
 * @param logarithmic whether equal ratios are equally far apart
 * @param ticks what is written at it
 */
public record Axis(String title, double min, double max, boolean logarithmic, List<Tick> ticks) {

    /**
     * A mark on an axis.
     *
     * @param at where it is
     * @param label what is written there; empty for a mark alone
     */
    public record Tick(double at, String label) {}

    /** Copies the list. */
    public Axis {
        ticks = List.copyOf(ticks);
        if (!(min < max) || (logarithmic && min <= 0)) {
            throw new IllegalArgumentException("There is no axis from " + min + " to " + max);
        }
    }

    /** Returns an axis with a place for each name: 0, 1, 2 and so on. */
    public static Axis names(String title, List<String> names) {
        return new Axis(
                title,
                -0.5,
                names.size() - 0.5,
                false,
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Tick(i, names.get(i)))
                        .toList());
    }

    /** Returns a linear axis with a tick at every step. */
    public static Axis linear(String title, double min, double max, double step) {
        List<Tick> ticks = new ArrayList<>();
        int steps = (int) Math.round((max - min) / step);
        for (int i = 0; i <= steps; i++) {
            double at = min + i * step;
            ticks.add(new Tick(
                    at, step < 1 ? String.format(Locale.ROOT, "%.2f", at) : String.format(Locale.ROOT, "%,.0f", at)));
        }
        return new Axis(title, min, max, false, ticks);
    }

    /** Returns a linear axis from 0 that ends at a round number above all figures. */
    public static Axis upTo(String title, double highestFigure) {
        double highest = Math.max(1, highestFigure);
        double magnitude = Math.pow(10, Math.floor(Math.log10(highest)));
        double step = highest / magnitude < 2 ? magnitude / 2 : highest / magnitude < 5 ? magnitude : 2 * magnitude;
        return linear(title, 0, step * Math.ceil(highest / step), step);
    }

    /** Returns an axis on which each doubling takes the same room. */
    public static Axis doublings(String title, int min, int max) {
        List<Tick> ticks = new ArrayList<>();
        for (int at = min; at <= max; at *= 2) {
            ticks.add(new Tick(at, Integer.toString(at)));
        }
        return new Axis(title, min * 0.8, max * 1.25, true, ticks);
    }

    /** Returns an axis on which each power of ten takes the same room, with 1, 2 and 5 of each written. */
    public static Axis decades(String title, double lowest, double highest) {
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(lowest)); power <= Math.ceil(Math.log10(highest)); power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double at = digit * Math.pow(10, power);
                if (at >= lowest * 0.8 && at <= highest * 1.25) {
                    ticks.add(new Tick(
                            at, at < 1 ? Float.toString((float) at) : String.format(Locale.ROOT, "%,.0f", at)));
                }
            }
        }
        return new Axis(title, lowest * 0.8, highest * 1.25, true, ticks);
    }

    /** Returns where a value lies, from 0 to 1; values beyond the ends lie at the ends. */
    double place(double value) {
        double bounded = Math.max(min, Math.min(max, value));
        return logarithmic
                ? (Math.log(bounded) - Math.log(min)) / (Math.log(max) - Math.log(min))
                : (bounded - min) / (max - min);
    }
}
