package dev.substrate.dht.internal.entity;

import dev.substrate.fence.ShardKey;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the records in this node's memory are, for whoever wants to read one without a message to it: on the way through
 * region, shard and record a read costs more than all the rest. Safe for use by several threads.
 *
 * <p>A read that is answered from here is linearizable for the same reason as one that the record answers. A record shows a
 * version here before it tells anybody of it, and nothing while it writes the next one; so what is found is not older than
 * anything that this node has acknowledged or answered, or that could be seen in the store. And that nobody else had acknowledged anything by then is confirmed afterwards, for the epoch under which the
 * record was recovered.
 */
public final class LiveRecords {

    /** Asks whether this node still holds a shard under an epoch, as {@link dev.substrate.fence.FencedShards#whenConfirmed(ShardKey, long, Consumer)} does. */
    @FunctionalInterface
    public interface Confirmation {
        /** Asks it; {@code told} gets null for yes. */
        void ask(ShardKey shard, long epoch, Consumer<? super @Nullable Throwable> told);
    }

    /** @param owner who shows it, by identity */
    private record Live(Object owner, ShardKey shard, long epoch, RecordVersion version) {}

    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Confirmation confirmation;
    private final Clock clock;

    /** Makes one that is empty. */
    public LiveRecords(Confirmation confirmation, Clock clock) {
        this.confirmation = confirmation;
        this.clock = clock;
    }

    /** Shows a version from now on; to be called before anybody is told of it. */
    void show(String uri, Object owner, ShardKey shard, long epoch, RecordVersion version) {
        live.put(uri, new Live(owner, shard, epoch, version));
    }

    /** Shows nothing of a record any more, unless somebody else has shown it since. */
    void hide(String uri, Object owner) {
        live.computeIfPresent(uri, (same, shown) -> shown.owner() == owner ? null : shown);
    }

    /** Returns how many records are shown. */
    public int size() {
        return live.size();
    }

    /**
     * Reads a record if it is here and has not ceased to be.
     *
     * @param confirmed whether it must be confirmed that this node still is the owner
     * @param found gets the record, on the caller's thread or on one of the store
     * @param elsewhere run, on such a thread, if it was here but could not be confirmed
     * @return false if it is not here, and nothing happens
     */
    public boolean read(String uri, boolean confirmed, Consumer<RecordVersion> found, Runnable elsewhere) {
        Live here = live.get(uri);
        if (here == null
                || (here.version().expires() != null
                        && !clock.instant().isBefore(here.version().expires()))) {
            return false;
        }
        if (confirmed) {
            confirmation.ask(here.shard(), here.epoch(), failure -> {
                if (failure == null) {
                    found.accept(here.version());
                } else {
                    elsewhere.run();
                }
            });
        } else {
            found.accept(here.version());
        }
        return true;
    }
}
