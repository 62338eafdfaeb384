package dev.substrate.ring;

import dev.substrate.id.NodeId;
import java.util.Objects;

/**
 * A life of a node: a node that ends and starts again is another member with the same id.
 *
 * @param node the id for ever
 * @param incarnation the number of this life: random, and in the cluster's whole history used once
 * @param number the small number for people; 0 if it has none
 * @param address where other nodes reach it, as {@code host:port}
 */
public record RingMember(NodeId node, long incarnation, int number, String address) {

    /** Makes a member. */
    public RingMember {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
    }

    /** Returns what names the node to a person: its number, or its id if it has none. */
    public String label() {
        return number == 0 ? node.hex() : "node " + number;
    }
}
