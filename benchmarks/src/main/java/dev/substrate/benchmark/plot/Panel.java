package dev.substrate.benchmark.plot;

import java.util.List;

/**
 * A pair of axes with what lies between them.
 *
 * @param title what it shows
 * @param x the axis from left to right
 * @param y the axis from below to above
 * @param series the points
 * @param marks values of y with a line across, and what is written there
 */
public record Panel(String title, Axis x, Axis y, List<Series> series, List<Axis.Tick> marks) {

    /** Copies the lists. */
    public Panel {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }
}
