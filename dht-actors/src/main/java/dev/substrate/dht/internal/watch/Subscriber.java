package dev.substrate.dht.internal.watch;

import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.time.Instant;

/** Somebody who watches, as the tails see it. Called on the thread of their actor, and does not block it. */
interface Subscriber {

    /** Returns how long the versions are kept that it is to be shown. */
    Duration keptFor();

    /** A version that is settled; those of a shard come in the order of their offsets. */
    void onVersion(int shard, Change version);

    /** A version that cannot be read. */
    void onDamaged(int shard, Damaged damaged);

    /** All of a shard up to an offset was shown, and what lies behind it was written after a time. */
    void onPosition(int shard, long offset, Instant asOf);

    /** Versions may have gone before they were read. */
    void onGap();

    /** Some time has passed. */
    void onQuiet();

    /** The node stops. */
    void onStop();

    /** Returns where what it is shown waits. */
    WatchBuffer buffer();
}
