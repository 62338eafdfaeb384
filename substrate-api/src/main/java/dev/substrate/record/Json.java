package dev.substrate.record;

import java.util.Objects;

/**
 * The text of one JSON value, kept character by character as it was written.
 *
 * <p>The entity class of records that the program does not bind to a class of its own: {@code RecordType.json("pkg")}.
 * Whether the text is well-formed is checked when it is written to the store.
 *
 * @param text JSON
 */
public record Json(String text) {

    /** Wraps a text. */
    public Json {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
