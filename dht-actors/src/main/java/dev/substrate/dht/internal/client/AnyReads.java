package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.cache.RecordCache;
import dev.substrate.dht.internal.cache.RecordCache.Hit;
import dev.substrate.dht.internal.cache.RecordCache.Miss;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;

/**
 * Reads that may be a little old: from the cache, or from owners. Never older than what this node has written or read before, as
 * far as it remembers.
 */
final class AnyReads {

    /** Asks the owner of a record. */
    interface Owners {
        CompletableFuture<RecordVersion> read(RecordId id, boolean confirmed, Duration deadline);
    }

    private final RecordCache cache;
    private final Owners owners;
    private final ToLongFunction<RecordId> seen;
    private final Duration deadline;
    private final Duration confirmedWithin;

    /**
     * @param seen the newest version of a record that this node remembers
     * @param deadline how long to try
     * @param confirmedWithin how long to wait for an owner that asks its fence, before one will do that does not
     */
    AnyReads(
            RecordCache cache,
            Owners owners,
            ToLongFunction<RecordId> seen,
            Duration deadline,
            Duration confirmedWithin) {
        this.cache = cache;
        this.owners = owners;
        this.seen = seen;
        this.deadline = deadline;
        this.confirmedWithin = deadline.compareTo(confirmedWithin) < 0 ? deadline : confirmedWithin;
    }

    CompletionStage<RecordVersion> read(RecordId id) {
        RecordCache.Answer answer = cache.find(id);
        if (answer instanceof Hit hit) {
            return CompletableFuture.completedFuture(hit.record());
        }
        return answer instanceof Miss miss ? readThrough(id, miss) : fromMemory(id);
    }

    /** Behind the fence: what a former owner has in its memory must not stay in the cache. */
    private CompletionStage<RecordVersion> readThrough(RecordId id, Miss miss) {
        return owners.read(id, true, confirmedWithin)
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        cache.answered(miss, found);
                    } else {
                        cache.unanswered(miss);
                    }
                })
                .exceptionallyCompose(failure -> isUnavailable(failure)
                        // The store may be away, and the owner's memory still there.
                        ? fromMemory(id)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletionStage<RecordVersion> fromMemory(RecordId id) {
        // Before it is asked: what is found out meanwhile is no reason to ask again.
        long known = seen.applyAsLong(id);
        return owners.read(id, false, deadline)
                .thenCompose(found -> found.version() >= known
                        ? CompletableFuture.completedFuture(found)
                        : owners.read(id, true, deadline));
    }

    private static boolean isUnavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RecordUnavailableException;
    }
}
