package dev.substrate.benchmark;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.substrate.benchmark.load.Mix;
import java.util.Locale;

/** What a cluster is asked to do when it is compared with others. */
enum Operation {
    /** Read one record. */
    GET(100, false),
    /** Write one record, whatever is there. */
    PUT(0, false),
    /** Read one record, and write it if nobody else has meanwhile. */
    UPDATE(0, true);

    private final int readPercent;
    private final boolean updates;

    Operation(int readPercent, boolean updates) {
        this.readPercent = readPercent;
        this.updates = updates;
    }

    Mix mix() {
        return new Mix(readPercent);
    }

    boolean updates() {
        return updates;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
