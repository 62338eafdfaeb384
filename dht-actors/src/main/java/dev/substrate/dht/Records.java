package dev.substrate.dht;

import akka.actor.typed.ActorSystem;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Dht;

/** Where a program on a node finds the record store. */
public final class Records {

    private Records() {}

    /** Returns the record store as this node reaches it. */
    public static Dht on(SubstrateNode node) {
        return on(node.system());
    }

    /** Returns the record store as the node that runs this system reaches it. */
    public static Dht on(ActorSystem<?> system) {
        return RecordClients.get(system).dht();
    }
}
