package dev.substrate.dht.internal.change;

import java.time.Duration;

/** Where somebody on this node finds out what is written to the shards of records. Safe for use by several threads. */
public interface ShardChanges {

    /**
     * Shows a listener what is written to a shard from now on.
     *
     * @param pollInterval how long until the shard is looked at of which nothing was heard
     */
    void follow(ChangeListener listener, int shard, Duration pollInterval);

    /** Shows a listener nothing more of a shard, but for what is on its way. */
    void leave(ChangeListener listener, int shard);
}
