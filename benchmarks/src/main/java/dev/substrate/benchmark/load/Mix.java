package dev.substrate.benchmark.load;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How many of a hundred operations are reads; the others are writes.
 *
 * @param readPercent 0 to 100
 */
public record Mix(int readPercent) {

    /** A write-heavy mix. */
    public static final Mix HALF_READS = new Mix(50);

    /** A read-heavy mix. */
    public static final Mix MOSTLY_READS = new Mix(95);

    /** Nothing but writes. */
    public static final Mix ONLY_WRITES = new Mix(0);

    /** Nothing but reads. */
    public static final Mix ONLY_READS = new Mix(100);

    private static final int ALL = 100;

    /** Checks the bounds. */
    public Mix {
        if (readPercent < 0 || readPercent > ALL) {
            throw new IllegalArgumentException("Of 100 operations 0 to 100 are reads, not " + readPercent);
        }
    }

    /** Reads what {@link #toString} writes. */
    @JsonCreator
    public static Mix parse(String text) {
        int slash = text.indexOf('/');
        Mix mix = new Mix(Integer.parseInt(text.substring(0, Math.max(0, slash))));
        if (!mix.toString().equals(text)) {
            throw new IllegalArgumentException("A mix is reads/writes of 100, such as 95/5, not " + text);
        }
        return mix;
    }

    /** Returns whether the operation that drew a number from 0 to 99 is a read. */
    public boolean isRead(int drawn) {
        return drawn < readPercent;
    }

    /** Returns reads/writes, such as {@code 95/5}. */
    @JsonValue
    @Override
    public String toString() {
        return readPercent + "/" + (ALL - readPercent);
    }
}
