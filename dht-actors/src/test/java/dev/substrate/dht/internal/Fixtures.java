package dev.substrate.dht.internal;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.RequestMemory;
import dev.substrate.dht.internal.rule.Retention;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records and requests of which a test says only what matters to it. */
public final class Fixtures {

    /** The node that writes. */
    public static final String NODE = "0".repeat(40);

    private Fixtures() {}

    /** Returns an owner that purged nothing, and forgets requests by their number alone. */
    public static RecordState.Owner owner(Instant now, int requestsMax) {
        return new RecordState.Owner(now, NODE, new Retention(requestsMax, Duration.ofDays(10_000), false), 0);
    }

    /** Returns a state that never expires and has forgotten nothing. */
    public static RecordState state(
            long version, Instant created, Instant modified, @Nullable String entity, List<PastRequest> requests) {
        return new RecordState(
                version, created, modified, null, 1, NODE, entity, null, new RequestMemory(requests, Instant.EPOCH));
    }

    /** Returns a request of no known time. */
    public static WriteRequest request(
            String id,
            String fingerprint,
            Condition condition,
            long expectedVersion,
            long floor,
            @Nullable String entity) {
        return new WriteRequest(
                id,
                fingerprint,
                null,
                condition,
                expectedVersion,
                floor,
                entity == null ? null : new Content(entity, 1, null, false));
    }

    /** Returns a version as an owner sends it. */
    public static RecordVersion version(long version, Instant created, Instant modified, @Nullable String entity) {
        return new RecordVersion(version, created, modified, null, 1, NODE, "r", entity);
    }

    /** Returns a version as a caller sees it. */
    public static <T> Versioned<T> versioned(RecordUri uri, T value, long version, Instant created, Instant modified) {
        return new Versioned<>(
                new RecordHeaders(RecordId.global(uri), version, created, modified, null, false, 1, NODE, "r"), value);
    }
}
