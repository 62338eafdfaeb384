package dev.substrate.benchmark.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An engine that keeps the records. */
public enum Engine {
    /** One file on the local disk. */
    SQLITE("SQLite"),
    /** One Cassandra process on this machine. */
    CASSANDRA("Cassandra");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    /** Returns how people write it. */
    public String title() {
        return title;
    }

    /** Returns how settings name it. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
