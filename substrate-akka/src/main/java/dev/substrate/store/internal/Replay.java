package dev.substrate.store.internal;

import akka.persistence.PersistentRepr;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.FencedShards;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One replay of an entity's events, page by page. It succeeds only if every event was there, and the node owned the entity
 * from the first to the last: what is recovered is one owner's view, never a mixture.
 */
final class Replay {

    /**
     * Which events to replay.
     *
     * @param from the first sequence number; 1 or less if no snapshot was used
     * @param to the last sequence number
     * @param max how many events at most
     * @param pageEventsMax how many events to read at a time
     */
    record Range(long from, long to, long max, int pageEventsMax) {}

    private final EntityName name;
    private final Range range;
    private final FencedShards fences;
    private final @Nullable Claim claim;
    private final EventFormat format;
    private final Consumer<PersistentRepr> replayed;
    private final Executor executor;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long next;
    private long left;

    Replay(
            EntityName name,
            Range range,
            FencedShards fences,
            @Nullable Claim claim,
            EventFormat format,
            Consumer<PersistentRepr> replayed,
            Executor executor) {
        this.name = name;
        this.range = range;
        this.fences = fences;
        this.claim = claim;
        this.format = format;
        this.replayed = replayed;
        this.executor = executor;
    }

    /** Replays; the stage never completes if another recovery of the entity begins meanwhile, which then speaks for it. */
    CompletionStage<Void> run() {
        LogBounds log = claim == null ? null : claim.log().orElse(null);
        if (log == null) {
            done.completeExceptionally(new FenceLostException(
                    fences.shardOf(name.type(), name.id()), "Another recovery of '" + name + "' has begun"));
            return done;
        }
        boolean onSnapshot = range.from() > 1;
        next = onSnapshot ? range.from() : log.deletedTo() + 1;
        left = range.max();
        if (onSnapshot && log.deletedTo() >= next) {
            done.completeExceptionally(missing("events " + next + " to " + log.deletedTo()
                    + " are deleted, but the snapshot that was read ends before them"));
        } else if (log.deletedTo() > 0 && !onSnapshot) {
            requireNoSnapshot(claim, log);
        } else {
            readPage(claim);
        }
        return done;
    }

    /** Events are deleted because a snapshot holds them: without it the rest of them make a wrong state. */
    private void requireNoSnapshot(Claim held, LogBounds log) {
        fences.store()
                .snapshot(held.shard(), name.id(), SnapshotChoice.ALL)
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure != null) {
                                done.completeExceptionally(failure);
                            } else if (found.isPresent()) {
                                done.completeExceptionally(missing("events up to " + log.deletedTo()
                                        + " are deleted, and no snapshot that holds them was read"));
                            } else {
                                readPage(held);
                            }
                        },
                        executor);
    }

    private void readPage(Claim held) {
        if (next > range.to() || left <= 0) {
            confirm(held);
            return;
        }
        int eventsMax = (int) Math.min(range.pageEventsMax(), left);
        fences.store()
                .events(held.shard(), name.id(), next, range.to(), eventsMax)
                .whenCompleteAsync(
                        (page, failure) -> {
                            if (failure != null) {
                                done.completeExceptionally(failure);
                            } else {
                                replay(held, page);
                            }
                        },
                        executor);
    }

    private void replay(Claim held, EventPage page) {
        try {
            for (EventRow row : page.events()) {
                requireNext(row.sequence());
                next++;
                left--;
            }
            if (!page.more() || page.events().isEmpty()) {
                requireNext(range.to() + 1);
            }
            List<PersistentRepr> events =
                    page.events().stream().map(row -> format.read(name, row)).toList();
            if (held.deliver(() -> events.forEach(replayed))) {
                readPage(held);
            }
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void confirm(Claim held) {
        fences.confirm(held.shard(), held.epoch()).whenComplete((confirmed, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    private void requireNext(long sequence) {
        if (sequence != next && left > 0) {
            throw missing("event " + next + " is not there");
        }
    }

    private StoreException missing(String what) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "'" + name + "' cannot be recovered now, " + what
                        + ". If another node has taken it over meanwhile, the next attempt is right");
    }
}
