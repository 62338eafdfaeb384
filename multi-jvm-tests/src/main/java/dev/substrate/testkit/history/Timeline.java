package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws operations over time, as a page that needs nothing else: lanes for clients, bars for operations, open to the right
 * if nobody knows how they ended.
 */
public final class Timeline {

    private static final int WIDTH = 1200;
    private static final int LEFT = 120;
    private static final int ROW = 26;
    private static final int BAR = 20;
    private static final int BAR_WIDTH_MIN = 3;
    private static final int CHARACTER_WIDTH = 7;
    private static final int MARGIN = 30;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int REPLACEMENT = 0xfffd;
    private static final String STYLE = """
            body { font: 14px sans-serif; margin: 24px; color: #222; }
            pre { background: #f5f5f5; padding: 12px; overflow-x: auto; }
            svg { font: 12px monospace; border: 1px solid #ddd; }
            .ok rect { fill: #cfe3f7; stroke: #4a7fb5; }
            .done rect { fill: #cdebcb; stroke: #4b9146; }
            .unknown rect { fill: #eee; stroke: #888; stroke-dasharray: 4 3; }
            .refused rect { fill: #fff; stroke: #bbb; }
            .stuck rect { fill: #f9c9c4; stroke: #c0392b; stroke-width: 2; }
            .lane { stroke: #eee; }
            """;

    private final List<Operation> operations;
    private final Map<Operation, Integer> places = new HashMap<>();
    private final Set<Operation> stuck;
    private final long begin;
    private final long end;

    private Timeline(Counterexample counterexample) {
        this.operations = counterexample.operations();
        this.stuck = Set.copyOf(counterexample.stuck());
        counterexample.order().forEach(each -> places.put(each, places.size()));
        this.begin = operations.stream().mapToLong(Operation::begun).min().orElse(0);
        this.end = operations.stream()
                .mapToLong(each -> each.ended() == Operation.OPEN ? each.begun() : each.ended())
                .max()
                .orElse(0);
    }

    /**
     * Returns a page with a counterexample: what the model follows has its place in that order, and what cannot follow is
     * red.
     */
    public static String html(Counterexample counterexample) {
        return new Timeline(counterexample)
                .page("Key " + counterexample.key() + ": " + counterexample.problem(), counterexample.text());
    }

    /** Returns a page with all operations of a history. */
    public static String html(String title, History history) {
        Counterexample nothing =
                new Counterexample(title, "", history.operations(), List.of(), "", List.of(), List.of());
        return new Timeline(nothing).page(title, history.toString());
    }

    private String page(String title, String text) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title><style>
                %s</style></head>
                <body>
                <h1>%s</h1>
                %s
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(escaped(title), STYLE, escaped(title), svg(), escaped(text));
    }

    private String svg() {
        StringBuilder bars = new StringBuilder();
        int row = 0;
        for (Map.Entry<String, List<List<Operation>>> lane : lanes().entrySet()) {
            int top = MARGIN + row * ROW;
            bars.append("<line class=\"lane\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n"
                    .formatted(WIDTH, top - 3, top - 3));
            bars.append("<text x=\"8\" y=\"%d\">%s</text>%n".formatted(top + 14, escaped(cut(lane.getKey(), 0, LEFT))));
            for (List<Operation> line : lane.getValue()) {
                for (Operation operation : line) {
                    bars.append(bar(operation, MARGIN + row * ROW));
                }
                row++;
            }
        }
        return """
                <svg width="%d" height="%d" role="img">
                <text x="%d" y="16">0 ms</text><text x="%d" y="16" text-anchor="end">%s ms</text>
                %s</svg>""".formatted(WIDTH, MARGIN + row * ROW + 6, LEFT, WIDTH - MARGIN, millis(end - begin), bars);
    }

    /** For each client rows of operations that do not overlap: one is enough unless some of its operations stay open. */
    private Map<String, List<List<Operation>>> lanes() {
        Map<String, List<List<Operation>>> lanes = new LinkedHashMap<>();
        for (String client :
                new TreeSet<>(operations.stream().map(Operation::client).toList())) {
            lanes.put(client, new ArrayList<>());
        }
        for (Operation operation : operations) {
            List<List<Operation>> rows = lanes.get(operation.client());
            List<Operation> free = rows.stream()
                    .filter(row -> row.get(row.size() - 1).ended() <= operation.begun())
                    .findFirst()
                    .orElseGet(() -> {
                        List<Operation> another = new ArrayList<>();
                        rows.add(another);
                        return another;
                    });
            free.add(operation);
        }
        return lanes;
    }

    private String bar(Operation operation, int top) {
        double from = x(operation.begun());
        double to = operation.ended() == Operation.OPEN ? WIDTH : x(operation.ended());
        int place = places.getOrDefault(operation, -1);
        String label = (place < 0 ? "" : place + 1 + ". ") + operation.outcome();
        String times = millis(operation.begun() - begin) + " ms to "
                + (operation.ended() == Operation.OPEN ? "open" : millis(operation.ended() - begin) + " ms");
        return String.format(
                Locale.ROOT,
                "<g class=\"%s\"><title>%s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                kind(operation, place),
                escaped(operation + ", " + times),
                from,
                top,
                Math.max(BAR_WIDTH_MIN, to - from),
                BAR,
                from + 4,
                top + 14,
                escaped(cut(label, from, to)));
    }

    private double x(long nanos) {
        return LEFT + (double) (nanos - begin) / Math.max(1, end - begin) * (WIDTH - LEFT - MARGIN);
    }

    /** What does not fit stays in the title, which shows when the mouse is over the bar. */
    private static String cut(String label, double from, double to) {
        int fit = (int) ((to - from - 4) / CHARACTER_WIDTH);
        return label.length() <= fit ? label : label.substring(0, Math.max(0, fit - 1)) + (fit > 0 ? "…" : "");
    }

    private String kind(Operation operation, int place) {
        if (stuck.contains(operation)) {
            return "stuck";
        }
        if (operation.isUnknown()) {
            return "unknown";
        }
        if (operation.isRefused()) {
            return "refused";
        }
        return place >= 0 ? "done" : "ok";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    boolean control = each < ' ' && each != '\n' && each != '\t';
                    boolean half = each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE;
                    escaped.appendCodePoint(control || half ? REPLACEMENT : each);
                }
            }
        });
        return escaped.toString();
    }
}
