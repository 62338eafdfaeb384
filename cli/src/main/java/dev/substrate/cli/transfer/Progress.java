package dev.substrate.cli.transfer;

import dev.substrate.cli.terminal.Durations;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a transfer is.
 *
 * @param items what has been done, in the unit that {@code noun} names
 * @param bytesDone how much of the file that is
 * @param bytesAll the size of the file, or 0 if the end is not known
 * @param elapsed the time it took
 * @param noun what is counted
 */
public record Progress(long items, long bytesDone, long bytesAll, Duration elapsed, String noun) {

    private static final int BAR_CHARS = 24;

    /** Returns for example {@code  42% [==========>             ] 25,200 lines, 2,310/s, 15s left}. */
    @Override
    public String toString() {
        double seconds = Math.max(elapsed.toNanos() / 1e9, 1e-3);
        String counts = String.format(Locale.ROOT, "%,d %s, %,d/s", items, noun, Math.round(items / seconds));
        if (bytesAll <= 0) {
            return counts;
        }
        double part = Math.min(1.0, bytesDone / (double) bytesAll);
        String left = bytesDone == 0
                ? ""
                : ", " + Durations.brief(Duration.ofMillis(Math.round(1000 * seconds * (1 - part) / part))) + " left";
        return "%3d%% [%s] %s%s".formatted((int) (100 * part), bar(part), counts, left);
    }

    private static String bar(double part) {
        int full = (int) (BAR_CHARS * part);
        return full == BAR_CHARS ? "=".repeat(BAR_CHARS) : "=".repeat(full) + ">" + " ".repeat(BAR_CHARS - full - 1);
    }
}
