package dev.substrate.dht.internal.change;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.change.ShardFeeds.Join;
import dev.substrate.dht.internal.change.ShardFeeds.Leave;
import dev.substrate.dht.internal.change.ShardFeeds.Look;
import java.time.Duration;

/** What changes in the shards of records, as an actor reads it. Safe for use by several threads. */
public final class ChangeFeed implements ShardChanges {

    private final ActorRef<ShardFeeds.Message> feeds;

    /** @param feeds the actor that reads */
    public ChangeFeed(ActorRef<ShardFeeds.Message> feeds) {
        this.feeds = feeds;
    }

    @Override
    public void follow(ChangeListener listener, int shard, Duration pollInterval) {
        feeds.tell(new Join(listener, shard, null, pollInterval));
    }

    /**
     * Shows a listener what was written to a shard after an offset, and what is written from now on.
     *
     * @param after the offset; 0 for all rows there are
     */
    public void follow(ChangeListener listener, int shard, long after, Duration pollInterval) {
        feeds.tell(new Join(listener, shard, after, pollInterval));
    }

    @Override
    public void leave(ChangeListener listener, int shard) {
        feeds.tell(new Leave(listener, shard));
    }

    /**
     * Has a shard that is followed looked at as soon as may be. The next position but one, at the latest, is as of a time after
     * this call.
     */
    public void look(int shard) {
        feeds.tell(new Look(shard));
    }
}
