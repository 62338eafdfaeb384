package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.ring.RingMember;
import java.util.Objects;

/**
 * The life of a node that holds a slot.
 *
 * @param node the id of the node, in hexadecimal digits
 * @param incarnation the number of that life; a later life of the node is another holder
 * @param number the small number for people; 0 if it has none
 */
public record Holder(String node, long incarnation, int number) {

    /** Makes a holder. */
    public Holder {
        Objects.requireNonNull(node, "node");
    }

    /** Returns a member of the ring as a holder. */
    public static Holder of(RingMember member) {
        return new Holder(member.node().hex(), member.incarnation(), member.number());
    }

    /** Returns the id of the node. */
    public NodeId id() {
        return new NodeId(node);
    }

    /** Returns what names the node to a person. */
    public String label() {
        return number == 0 ? node : "node " + number;
    }
}
