package dev.substrate.dht.internal.change;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.change.ShardInterests.Remote;
import dev.substrate.dht.internal.change.ShardInterests.Wake;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Tells nodes on which somebody follows a shard that something was written to it. What is lost on the way costs no more than
 * the time until they look by themselves. Safe for use by several threads.
 */
public final class WakeUps {

    private volatile Map<Integer, List<ActorRef<Remote>>> interested = Map.of();

    /** Tells that a write to a shard was acknowledged. */
    public void written(int shard) {
        Collection<ActorRef<Remote>> nodes = interested.get(shard);
        if (nodes != null) {
            Wake wake = new Wake(shard);
            nodes.forEach(one -> one.tell(wake));
        }
    }

    void interested(Map<Integer, List<ActorRef<Remote>>> byShard) {
        interested = Map.copyOf(byShard);
    }
}
