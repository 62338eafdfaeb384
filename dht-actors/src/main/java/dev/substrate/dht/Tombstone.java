package dev.substrate.dht;

import dev.substrate.record.RecordHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a deleted record.
 *
 * @param headers of the version that is the deletion
 * @param entity what was deleted, as JSON; null if it was deleted while no archive was named
 */
public record Tombstone(RecordHeaders headers, @Nullable String entity) {

    /** Checks that nothing is missing. */
    public Tombstone {
        Objects.requireNonNull(headers, "headers");
    }
}
