package dev.substrate.dht;

import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Dht;

/** The records of a node. */
public final class Records {

    private Records() {}

    /** Returns the node's record store. */
    public static Dht on(SubstrateNode node) {
        if (node != null) {
            throw new UnsupportedOperationException("not yet");
        }
        return null;
    }
}
