package dev.substrate.dht.internal.watch;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Progress;
import dev.substrate.record.RecordChange.Skipped;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionPage.Damaged;
import dev.substrate.store.VersionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches one record. Its versions are dense, so it knows what comes next: it takes it from the tail if it is that, and else
 * asks the owner how far the record is, and reads the versions up to there.
 */
final class RecordSubscriber implements Subscriber {

    private static final int PAGE_ROWS = 50;

    private final RecordId id;
    private final ShardKey shard;
    private final Duration keptFor;
    private final WatchBuffer buffer;
    private final int changesMax;
    private final VersionStore store;
    private final Function<RecordId, CompletionStage<RecordVersion>> owners;
    private final Consumer<Runnable> here;

    /** The version to show next; 0 for the newest that there is. */
    private long next;

    private boolean begun;
    private boolean fillingUp;
    private boolean fillUpAgain;

    /** @param here runs something on the thread of the tails */
    RecordSubscriber(
            RecordId id,
            long next,
            ShardKey shard,
            Duration keptFor,
            WatchBuffer buffer,
            int changesMax,
            VersionStore store,
            Function<RecordId, CompletionStage<RecordVersion>> owners,
            Consumer<Runnable> here) {
        this.id = id;
        this.next = next;
        this.shard = shard;
        this.keptFor = keptFor;
        this.buffer = buffer;
        this.changesMax = changesMax;
        this.store = store;
        this.owners = owners;
        this.here = here;
    }

    @Override
    public Duration keptFor() {
        return keptFor;
    }

    @Override
    public WatchBuffer buffer() {
        return buffer;
    }

    @Override
    public void onVersion(int number, Change version) {
        if (!version.row().uri().equals(id.toString())) {
            return;
        }
        long found = version.row().version();
        if (fillingUp || !begun || found > next) {
            fillUp();
        } else if (found == next) {
            show(Changes.of(version.row(), resumeAfter(found)), found);
        }
    }

    @Override
    public void onDamaged(int number, Damaged damaged) {
        if (damaged.uri().equals(id.toString())) {
            fillUp();
        }
    }

    @Override
    public void onPosition(int number, long offset, Instant asOf) {
        if (!begun && !fillingUp) {
            fillUp();
        }
    }

    @Override
    public void onGap() {
        fillUp();
    }

    @Override
    public void onQuiet() {
        if (begun && !fillingUp && buffer.isRoomy()) {
            buffer.offer(new Progress<>(resumeAfter(next - 1)));
        }
    }

    @Override
    public void onStop() {
        buffer.end(Changes.stopped(resumeAfter(next - 1)));
    }

    private void fillUp() {
        if (fillingUp) {
            fillUpAgain = true;
            return;
        }
        fillingUp = true;
        fillUpAgain = false;
        CompletionStage<RecordVersion> asked = owners.apply(id);
        asked.whenComplete((current, failure) -> here.accept(() -> {
            if (failure == null) {
                onCurrent(current);
            } else {
                onFailure(failure);
            }
        }));
    }

    private void onCurrent(RecordVersion current) {
        if (next == 0) {
            next = Math.max(1, current.version());
        }
        if (current.version() <= next) {
            upTo(current);
        } else {
            read(current);
        }
    }

    private void read(RecordVersion current) {
        store.versions(shard, id.toString(), next, PAGE_ROWS)
                .whenComplete((page, failure) -> here.accept(() -> {
                    if (failure == null) {
                        onPage(current, page);
                    } else {
                        onFailure(failure);
                    }
                }));
    }

    private void onPage(RecordVersion current, VersionPage page) {
        for (Change kept : page.versions()) {
            long version = kept.row().version();
            if (version >= next && version < current.version()) {
                skipTo(version);
                show(Changes.of(kept.row(), resumeAfter(version)), version);
            }
        }
        if (page.more() && page.next() > next - 1 && page.next() < current.version() && !buffer.isEnded()) {
            buffer.whenRoomy(() -> here.accept(() -> read(current)));
        } else {
            upTo(current);
        }
    }

    /** Shows the newest version, which the owner has told; what is not kept before it is skipped. */
    private void upTo(RecordVersion current) {
        if (current.version() >= next) {
            skipTo(current.version());
            show(Changes.of(id, current, resumeAfter(current.version())), current.version());
        }
        fillingUp = false;
        if (!begun) {
            begun = true;
            onQuiet();
        }
        if (fillUpAgain) {
            fillUp();
        }
    }

    private void onFailure(Throwable failure) {
        fillingUp = false;
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RecordDamagedException) {
            buffer.end(Changes.failed(cause, resumeAfter(next - 1)));
        }
        // Otherwise again with the next look at the log.
        begun = false;
    }

    private void skipTo(long version) {
        if (version > next) {
            show(new Skipped<>(id, next, version - 1, resumeAfter(version - 1)), version - 1);
        }
    }

    private void show(RecordChange<Json> change, long version) {
        if (buffer.offer(change)) {
            next = version + 1;
        } else {
            buffer.end(Changes.tooSlow(changesMax, resumeAfter(next - 1)));
        }
    }

    private static String resumeAfter(long version) {
        return Long.toString(version + 1);
    }
}
