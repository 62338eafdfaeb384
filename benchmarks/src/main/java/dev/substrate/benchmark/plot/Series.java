package dev.substrate.benchmark.plot;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name what the legend says; empty for none
 * @param color which of the colours, from 0
 * @param line whether a line joins them
 * @param dashed whether the line is dashed, and the points are hollow
 * @param points the points, from left to right
 */
public record Series(String name, int color, boolean line, boolean dashed, List<Point> points) {

    /**
     * A point, with what it spreads over.
     *
     * @param x where it is
     * @param y where it is
     * @param low the lower end of its whisker; as {@code y} if it has none
     * @param high the upper end of its whisker
     */
    public record Point(double x, double y, double low, double high) {

        /** Returns a point without whiskers. */
        public static Point at(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }
}
