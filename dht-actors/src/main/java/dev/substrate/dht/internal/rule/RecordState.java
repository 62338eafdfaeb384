package dev.substrate.dht.internal.rule;

import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as its owner knows it, and the rules by which it changes.
 *
 * <p>Each write makes one version, so the requests that are remembered are the ones of the newest versions without a gap.
 * That is how the owner can tell a repeated request from a new one without a clock: a request that was sent when the record
 * had version f can only have made a version above f; if all of those are remembered, and it is not among them, it was not
 * written.
 *
 * @param version 0 if the record was never written
 * @param created when the record came into being, or came back
 * @param modified when this version was written
 * @param entity JSON; null if the record was never written or is deleted
 * @param requests the newest requests, oldest first
 */
public record RecordState(
        long version,
        Instant created,
        Instant modified,
        @Nullable String entity,
        List<PastRequest> requests) implements StoredRecord {

    /** A record that was never written. */
    public static final RecordState NEVER_WRITTEN = new RecordState(0, Instant.EPOCH, Instant.EPOCH, null, List.of());

    /** Copies the requests. */
    public RecordState {
        requests = List.copyOf(requests);
    }

    /** Returns whether there is an entity to be read. */
    public boolean present() {
        return entity != null;
    }

    /**
     * Decides on a request to write.
     *
     * @param now the owner's clock, for the timestamps only
     * @param requestsMax how many requests to remember, at least 1
     */
    public Decision decide(WriteRequest request, Instant now, int requestsMax) {
        Optional<PastRequest> past = find(request.id());
        if (past.isPresent()) {
            return past.get().fingerprint().equals(request.fingerprint())
                    ? new Decision.Repeat(past.get())
                    : Decision.RequestIdReused.REQUEST_ID_REUSED;
        }
        if (request.condition() == Condition.AT_VERSION) {
            if (request.expectedVersion() != version) {
                return new Decision.Conflict(
                        request.expectedVersion() > version || remembersAllSince(request.expectedVersion()));
            }
        } else if (!remembersAllSince(request.floor())) {
            return new Decision.FloorTooLow(version);
        }
        if ((request.condition() == Condition.PRESENT && !present())
                || (request.condition() == Condition.ABSENT && present())) {
            return new Decision.Conflict(true);
        }
        if (request.entity() == null && !present()) {
            return Decision.NotFound.NOT_FOUND;
        }
        return new Decision.Write(next(request, now, requestsMax));
    }

    /** Returns the request that made this version. */
    public PastRequest newestRequest() {
        return requests.get(requests.size() - 1);
    }

    private RecordState next(WriteRequest request, Instant now, int requestsMax) {
        boolean creates = !present() && request.entity() != null;
        // A clock that was set back must not make a newer version look older.
        Instant time = now.isBefore(modified) ? modified : now;
        List<PastRequest> remembered =
                new ArrayList<>(requests.subList(Math.max(0, requests.size() - requestsMax + 1), requests.size()));
        remembered.add(new PastRequest(request.id(), request.fingerprint(), version + 1, time, creates));
        return new RecordState(version + 1, creates ? time : created, time, request.entity(), remembered);
    }

    private boolean remembersAllSince(long floor) {
        return floor >= version || (!requests.isEmpty() && requests.get(0).version() <= floor + 1);
    }

    private Optional<PastRequest> find(String id) {
        // Newest first: repetitions come soon.
        for (int i = requests.size() - 1; i >= 0; i--) {
            if (requests.get(i).id().equals(id)) {
                return Optional.of(requests.get(i));
            }
        }
        return Optional.empty();
    }
}
