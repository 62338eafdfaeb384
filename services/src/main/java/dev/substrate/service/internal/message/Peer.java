package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.ring.RingMember;

/** The post office of a life of a node. */
record Peer(RingMember member, ActorRef<PostOffice.Message> office) {

    NodeId node() {
        return member.node();
    }
}
