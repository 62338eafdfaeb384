package dev.substrate.benchmark.plot;

import java.util.List;
import java.util.Locale;

/** Draws panels beside and below each other. */
public final class Svg {

    private static final int WIDTH = 440;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 26;
    private static final int TOP = 54;
    private static final int BOTTOM = 46;
    private static final int LEGEND_ENTRY = 120;

    /** Colours that people who confuse red and green can tell apart. */
    private static final List<String> COLORS = List.of("#0b6fb8", "#d2600a", "#1a8a5f", "#8a4fb0");

    private final StringBuilder svg = new StringBuilder();

    private Svg() {}

    /** Returns a drawing of the panels, so many beside each other. */
    public static String draw(int columns, List<Panel> panels) {
        Svg drawing = new Svg();
        int rows = (panels.size() + columns - 1) / columns;
        drawing.put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"11\" fill=\"#333\">",
                columns * WIDTH, rows * HEIGHT);
        drawing.put("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        for (int i = 0; i < panels.size(); i++) {
            drawing.put("<g transform=\"translate(%d %d)\">", i % columns * WIDTH, i / columns * HEIGHT);
            drawing.panel(panels.get(i));
            drawing.put("</g>");
        }
        drawing.put("</svg>");
        return drawing.svg.toString();
    }

    private void panel(Panel panel) {
        put("<text x=\"%d\" y=\"18\" font-size=\"13\" font-weight=\"600\">%s</text>", LEFT, escaped(panel.title()));
        for (Axis.Tick tick : panel.y().ticks()) {
            double y = y(panel, tick.at());
            put("<path d=\"M%d %.1fH%d\" stroke=\"#e4e4e4\"/>", LEFT, y, WIDTH - RIGHT);
            put("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, tick.label());
        }
        for (Axis.Tick tick : panel.x().ticks()) {
            double x = x(panel, tick.at());
            put("<path d=\"M%.1f %dv4\" stroke=\"#999\"/>", x, HEIGHT - BOTTOM);
            put("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, HEIGHT - BOTTOM + 16, tick.label());
        }
        put("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#999\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        titles(panel);
        for (Axis.Tick mark : panel.marks()) {
            double y = y(panel, mark.at());
            put("<path d=\"M%d %.1fH%d\" stroke=\"#b00020\" stroke-dasharray=\"5 3\"/>", LEFT, y, WIDTH - RIGHT);
            put(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#b00020\">%s</text>",
                    WIDTH - RIGHT - 2, y + 12, escaped(mark.label()));
        }
        int entry = 0;
        for (Series series : panel.series()) {
            series(panel, series);
            if (!series.name().isEmpty()) {
                legend(series, entry++);
            }
        }
    }

    private void titles(Panel panel) {
        int middle = (LEFT + WIDTH - RIGHT) / 2;
        put(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%s</text>",
                middle, HEIGHT - 10, escaped(panel.x().title()));
        put(
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\" fill=\"#666\">%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(panel.y().title()));
    }

    private void series(Panel panel, Series series) {
        String color = color(series);
        if (series.line()) {
            StringBuilder path = new StringBuilder();
            for (Series.Point point : series.points()) {
                path.append(String.format(
                        Locale.ROOT,
                        "%s%.1f %.1f",
                        path.isEmpty() ? "M" : "L",
                        x(panel, point.x()),
                        y(panel, point.y())));
            }
            put(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"%s/>",
                    path, color, series.dashed() ? " stroke-dasharray=\"5 3\"" : "");
        }
        for (Series.Point point : series.points()) {
            double x = x(panel, point.x());
            if (point.low() < point.high()) {
                put(
                        "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\" stroke-width=\"1.4\"/>",
                        x, y(panel, point.low()), y(panel, point.high()), color);
            }
            dot(x, y(panel, point.y()), color, series.dashed());
        }
    }

    private void legend(Series series, int entry) {
        int x = LEFT + 6 + entry % 3 * LEGEND_ENTRY;
        int y = 33 + entry / 3 * 14;
        dot(x, y, color(series), series.dashed());
        put("<text x=\"%d\" y=\"%d\">%s</text>", x + 8, y + 4, escaped(series.name()));
    }

    private void dot(double x, double y, String color, boolean hollow) {
        put(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\" stroke=\"%s\"/>",
                x, y, hollow ? "#fff" : color, color);
    }

    private static String color(Series series) {
        return COLORS.get(series.color() % COLORS.size());
    }

    private static double x(Panel panel, double value) {
        return LEFT + panel.x().place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Panel panel, double value) {
        return HEIGHT - BOTTOM - panel.y().place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @SuppressWarnings("AnnotateFormatMethod") // private, and looked at by the test that parses what comes out
    private void put(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
