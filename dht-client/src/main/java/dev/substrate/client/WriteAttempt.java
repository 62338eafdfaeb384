package dev.substrate.client;

import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.WriteOptions.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks for. Each of its attempts says the same, but for the floor.
 *
 * @param requestId the request's id, the same for all attempts
 * @param entity what to write; null to delete
 * @param typeVersion the version of the type by which the entity was written; 0 for the one that the record has
 * @param timeToLive how long the record is to live, or null
 * @param condition of a write that is no update
 * @param update null if it is no update
 */
record WriteAttempt(
        String requestId,
        @Nullable Json entity,
        int typeVersion,
        @Nullable Duration timeToLive,
        Condition condition,
        @Nullable Update update) {

    /** A version that no record has: who expects it asks whether the request was written. */
    static final long NEVER_REACHED = Long.MAX_VALUE;

    /**
     * An attempt of an update.
     *
     * @param fingerprint tells the update from others under the same request id
     * @param version the version that the updater was shown; 0 if the record was never written
     */
    record Update(String fingerprint, long version) {}

    Request request(RecordId id, long floor) {
        Request request = Request.of(entity == null ? "DELETE" : "PUT", Request.record(id))
                .header("Substrate-Request-Id", requestId)
                .header("Substrate-Floor", Long.toString(floor))
                .header("Prefer", "return=representation");
        if (entity != null) {
            request = request.body(entity.text());
            if (typeVersion > 0) {
                request = request.header("Substrate-Type-Version", Integer.toString(typeVersion));
            }
        }
        if (timeToLive != null) {
            request = request.header("Substrate-Time-To-Live", timeToLive.toString());
        }
        if (update != null) {
            return request.header("Substrate-Update", update.fingerprint())
                    .header("If-Match", '"' + Long.toString(update.version()) + '"');
        }
        if (condition instanceof Condition.AtVersion at) {
            return request.header("If-Match", '"' + Long.toString(at.version()) + '"');
        }
        if (condition == Condition.Present.PRESENT) {
            return request.header("If-Match", "*");
        }
        return condition == Condition.Absent.ABSENT ? request.header("If-None-Match", "*") : request;
    }

    /** Returns whether it expects one version of the record, and cannot be written once that has passed. */
    boolean expectsVersion() {
        return update != null || condition instanceof Condition.AtVersion;
    }

    /** Returns whether the version that it expects has passed, or can never come. */
    boolean expectsLessThan(long version) {
        if (update != null) {
            return update.version() < version || update.version() == NEVER_REACHED;
        }
        return condition instanceof Condition.AtVersion at && at.version() < version;
    }

    /** Returns the lowest floor, where nothing else is known. */
    long floor(long hint) {
        return update != null ? update.version() : hint;
    }
}
