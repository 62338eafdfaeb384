package dev.substrate.benchmark;

import dev.substrate.benchmark.result.Machine;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Percentiles;
import dev.substrate.benchmark.result.Ratio;
import dev.substrate.benchmark.result.Report;
import java.util.List;
import java.util.Locale;

/** Parts of the pages that show results. */
final class Markdown {

    private Markdown() {}

    /** Says on what, of what and when something was measured. */
    static String origin(Report<?, ?> report) {
        Machine machine = report.machine();
        return String.format(
                Locale.ROOT,
                "Measured %s, commit %s%s, on %d cores (%s), %,d MB, %s, %s; stores on %s, 4 KiB written and forced in %,.0f µs (median)."
                        + " Load average %.1f before, %.1f after.%n",
                report.begun().replace('T', ' ').replace("Z", " UTC"),
                report.commit().id(),
                report.commit().changed() ? " with changes" : "",
                machine.cores(),
                machine.processor(),
                machine.memoryMegabytes(),
                machine.os(),
                machine.jdk(),
                machine.fileSystem(),
                machine.fsyncMicros(),
                report.loadAverageBefore(),
                report.loadAverageAfter());
    }

    /** Returns a table. */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        row(table, head);
        row(table, head.stream().map(column -> "---").toList());
        rows.forEach(row -> row(table, row));
        return table.toString();
    }

    static String perSecond(double operations) {
        return String.format(Locale.ROOT, "%,.0f", operations);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** Returns a ratio with its quartiles. */
    static String spread(Ratio ratio) {
        return "**" + ratio(ratio.median()) + "** (" + ratio(ratio.lowerQuartile()) + " – "
                + ratio(ratio.upperQuartile()) + ")";
    }

    /** Returns the latencies of all operations: p50 / p99 / p99.9. */
    static String latencies(Measured measured) {
        Percentiles all = measured.all();
        return millis(all.p50()) + " / " + millis(all.p99()) + " / " + millis(all.p999());
    }

    private static void row(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
