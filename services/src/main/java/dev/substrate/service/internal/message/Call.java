package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;

/** Something that this node was asked to send, until it has ended. Used by the post office alone, one method after the other. */
interface Call {

    /** What a call finds around it. */
    interface Office {

        ActorRef<PostOffice.Message> ref();

        NodeId self();

        Ring ring();

        /** Returns the nodes that have a name and can be reached. */
        Map<NodeId, Peer> reachable(Name name);

        /** Returns the nodes of the ring that have a name and cannot be reached at present. */
        Set<NodeId> unreachable(Name name);

        long nowNanos();

        Random random();

        /** Sends an order; the call hears of its answer, or else of the deadline, or of the node's end. */
        void send(Call call, Peer to, long deadlineNanos, LongFunction<Wire.Order> order);
    }

    /** Returns whose nodes must be known before it starts. */
    Name name();

    /** Returns when its outcome must be told. */
    long deadlineNanos();

    void start(Office office);

    /** It could not start, and will not: nothing was sent. */
    void notStarted(String reason);

    /** An order was answered. */
    void onAnswer(Office office, RingMember from, Wire.Answer answer);

    /** A life of a node has ended before it answered an order. */
    void onAway(Office office, RingMember node);

    /** An order was not answered until its deadline. */
    void onSilence(Office office, RingMember node);
}
