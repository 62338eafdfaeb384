package dev.substrate.dht.internal.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests that made the newest versions of a record, without a gap: each write makes one version, so a request that
 * made a version above the oldest remembered one is either among them or was not written.
 *
 * @param requests oldest first
 * @param forgottenUntil when the newest request was written that is not remembered any more, or the record was put back; {@link Instant#EPOCH} if none was forgotten
 */
public record RequestMemory(List<PastRequest> requests, Instant forgottenUntil) {

    /** The memory of a record that was never written. */
    public static final RequestMemory EMPTY = new RequestMemory(List.of(), Instant.EPOCH);

    /** Copies the requests. */
    public RequestMemory {
        requests = List.copyOf(requests);
    }

    /** Finds a request by its id. */
    Optional<PastRequest> find(String id) {
        // Newest first: repetitions come soon.
        for (int i = requests.size() - 1; i >= 0; i--) {
            if (requests.get(i).id().equals(id)) {
                return Optional.of(requests.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether every request is remembered that made a version above the floor.
     *
     * @param version the version that the record has
     */
    boolean holdsAllAbove(long floor, long version) {
        return floor >= version || (!requests.isEmpty() && requests.get(0).version() <= floor + 1);
    }

    /** Returns whether a request that was made at a time would be remembered, if it had been written. */
    boolean holdsAllSince(Instant issued) {
        return issued.isAfter(forgottenUntil);
    }

    /** Returns this memory without what made older versions than the newest. */
    public RequestMemory ofNewestVersion() {
        int last = requests.size() - 1;
        return last < 1
                ? this
                : new RequestMemory(
                        requests.subList(last, last + 1), requests.get(last - 1).modified());
    }

    /** Returns this memory with a newer request, and without what is too old or too much. */
    RequestMemory with(PastRequest newest, Retention retention) {
        Instant oldest = newest.modified().minus(retention.requestsFor());
        int from = Math.max(0, requests.size() + 1 - retention.requestsMax());
        while (from < requests.size() && requests.get(from).modified().isBefore(oldest)) {
            from++;
        }
        List<PastRequest> remembered = new ArrayList<>(requests.subList(from, requests.size()));
        remembered.add(newest);
        // A request that was put back is older than the moment up to which all others are forgotten.
        Instant forgotten = from == 0 ? forgottenUntil : requests.get(from - 1).modified();
        return new RequestMemory(remembered, forgotten.isAfter(forgottenUntil) ? forgotten : forgottenUntil);
    }

    /**
     * Returns the memory of a record that a version is put back into: all that came before it is forgotten, here and where it
     * comes from.
     *
     * @param made the request that made the version; null if that is not known
     * @param now a time that none of the forgotten requests is behind
     */
    RequestMemory restored(@Nullable PastRequest made, Instant now) {
        Instant forgotten = now.isAfter(forgottenUntil) ? now : forgottenUntil;
        return new RequestMemory(made == null ? List.of() : List.of(made), forgotten);
    }
}
