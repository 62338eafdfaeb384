package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.ring.RingMember;
import java.util.Random;

/** Nodes for tests: number and life decide who they are. */
final class Nodes {

    private Nodes() {}

    static RingMember member(int number, int life) {
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        new Random(number).nextBytes(random);
        return new RingMember(NodeId.of(0, 0, random), 1_000L * number + life, number, "127.0.0.1:" + (2550 + number));
    }

    static RingMember member(int number) {
        return member(number, 1);
    }

    static Holder holder(int number) {
        return Holder.of(member(number));
    }
}
