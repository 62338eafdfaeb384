package dev.substrate.dht.common;

import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import org.jspecify.annotations.Nullable;

/** Turns outcomes about text into outcomes about entities. */
public final class Outcomes {

    private Outcomes() {}

    /** Returns the outcome of an update, in which a conflict has no place any more. */
    public static <T> WriteOutcome<T> withValue(WriteOutcome<Json> outcome, @Nullable T value) {
        if (outcome instanceof WriteOutcome.Written<Json> written) {
            return new WriteOutcome.Written<>(
                    written.uri(),
                    written.version(),
                    written.modified(),
                    written.created(),
                    written.repeated(),
                    written.repeated() ? null : value);
        }
        return sameWithoutValue(outcome);
    }

    /** Returns the outcome of a write of a given value. */
    public static <T> WriteOutcome<T> of(
            WriteOutcome<Json> outcome, RecordKey<T> key, @Nullable T value, EntityCodec codec) {
        if (outcome instanceof WriteOutcome.Written<Json> written) {
            return new WriteOutcome.Written<>(
                    written.uri(), written.version(), written.modified(), written.created(), written.repeated(), value);
        }
        if (outcome instanceof WriteOutcome.Conflict<Json> conflict) {
            @Nullable Versioned<Json> current = conflict.current();
            return new WriteOutcome.Conflict<>(
                    conflict.uri(), conflict.currentVersion(), current == null ? null : codec.decode(key, current));
        }
        return sameWithoutValue(outcome);
    }

    /** These outcomes hold no entity, so they are the same for every class of entities. */
    @SuppressWarnings("unchecked")
    private static <T> WriteOutcome<T> sameWithoutValue(WriteOutcome<Json> outcome) {
        if (outcome instanceof WriteOutcome.Written || outcome instanceof WriteOutcome.Conflict) {
            throw new IllegalArgumentException("This outcome holds an entity: " + outcome);
        }
        return (WriteOutcome<T>) (WriteOutcome<?>) outcome;
    }
}
