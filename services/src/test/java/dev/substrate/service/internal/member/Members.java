package dev.substrate.service.internal.member;

import dev.substrate.id.NodeId;
import dev.substrate.ring.RingMember;
import java.util.Random;

/** Makes members for tests. */
final class Members {

    private Members() {}

    /** Returns a member whose place on the ring follows from its number. */
    static RingMember member(int number) {
        return member(number, number);
    }

    /** Returns a life of a node. */
    static RingMember member(int number, long incarnation) {
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        new Random(number).nextBytes(random);
        return new RingMember(NodeId.of(0, 0, random), incarnation, number, "127.0.0.1:" + (2550 + number));
    }
}
