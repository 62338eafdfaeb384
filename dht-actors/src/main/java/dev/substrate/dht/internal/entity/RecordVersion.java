package dev.substrate.dht.internal.entity;

import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.record.Json;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.Versioned;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a record, as owners send it.
 *
 * @param version 0 if the record was never written
 * @param created when the record came into being
 * @param modified when this version was written
 * @param expires when the record ceases to be; null for never
 * @param typeVersion the version of the type by which the entity was written
 * @param writer the node that wrote it
 * @param requestId the request that made it
 * @param entity JSON; null if the record was never written or is deleted
 */
public record RecordVersion(
        long version,
        Instant created,
        Instant modified,
        @Nullable Instant expires,
        int typeVersion,
        String writer,
        String requestId,
        @Nullable String entity) {

    /** Returns the version that a record has. */
    public static RecordVersion of(RecordState state) {
        return new RecordVersion(
                state.version(),
                state.created(),
                state.modified(),
                state.expires(),
                state.typeVersion(),
                state.writer(),
                state.memory().requests().isEmpty() ? "" : state.newestRequest().id(),
                state.entity());
    }

    /** Returns the headers; empty if the record was never written. */
    public Optional<RecordHeaders> headers(RecordId id) {
        return version == 0
                ? Optional.empty()
                : Optional.of(new RecordHeaders(
                        id, version, created, modified, expires, entity == null, typeVersion, writer, requestId));
    }

    /** Returns the record; empty if it was never written or is deleted. */
    public Optional<Versioned<Json>> present(RecordId id) {
        return entity == null
                ? Optional.empty()
                : headers(id).map(headers -> new Versioned<>(headers, new Json(entity)));
    }
}
