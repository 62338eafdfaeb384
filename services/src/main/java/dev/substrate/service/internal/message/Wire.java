package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import dev.substrate.node.CborMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What post offices send to each other. Entities travel as JSON text. */
final class Wire {

    private Wire() {}

    /** Something to be done by the receiver. */
    sealed interface Order extends PostOffice.Message, CborMessage {}

    /** An answer to an order of the receiver. */
    sealed interface Answer extends PostOffice.Message, CborMessage {

        /** The number under which the receiver sent the order. */
        long call();
    }

    /**
     * A message to a service, as its sender wrote it.
     *
     * @param type the simple name of the entity's class; empty for JSON of no class, and for no entity
     */
    record Letter(
            String service,
            String id,
            Method method,
            String type,
            @Nullable String entity,
            String correlation,
            TransactionId transaction,
            NodeId sender) {}

    /** To how many a letter goes, and whether they are to answer. */
    enum Manner {
        /** A question to one. */
        ASK,
        /** A message to one. */
        SEND,
        /** A question to all. */
        GATHER,
        /** A message to all. */
        BROADCAST;

        boolean question() {
            return this == ASK || this == GATHER;
        }

        boolean toAll() {
            return this == GATHER || this == BROADCAST;
        }
    }

    /**
     * Hand a letter to the service.
     *
     * @param hops how many nodes have had it before
     */
    record Deliver(long call, ActorRef<PostOffice.Message> replyTo, Letter letter, Manner manner, int hops)
            implements Order {}

    /** How the delivery of a letter ended. */
    enum Ending {
        /** The service did what was asked. */
        OK,
        /** The service knows no such thing. */
        NOT_FOUND,
        /** The service, or its declaration, does not take it; nothing was done. */
        REFUSED,
        /** The service failed. */
        FAILED,
        /** The service has a message that is no question. */
        DELIVERED,
        /** There is no such service here; nothing was done. */
        NOT_CARRIED,
        /** The service is passive here; nothing was done. It may be active on the nodes that are named. */
        PASSIVE,
        /** The service does not take anything now; nothing was done. */
        UNAVAILABLE,
        /** The service wants the node that is named to be asked instead; nothing was done. */
        INSTEAD
    }

    /** How the delivery of a letter ended. */
    record Delivered(
            long call,
            NodeId node,
            Ending ending,
            String reason,
            @Nullable String entity,
            List<NodeId> nodes) implements Answer {}

    /** Something for the subscribers of a topic. */
    record Post(TopicName topic, String entity, String correlation, TransactionId transaction, NodeId sender) {}

    /** Show a post to all subscribers on the node. */
    record Show(long call, ActorRef<PostOffice.Message> replyTo, Post post) implements Order {}

    /** Whom a post was shown. */
    enum Reach {
        /** All subscribers on the node. */
        ALL,
        /** Not all of them, perhaps none. */
        NOT_ALL,
        /** There are none. */
        NOBODY
    }

    /** A post was shown. */
    record Shown(long call, NodeId node, Reach reach) implements Answer {}

    /**
     * Offer a post to the next subscriber on the node.
     *
     * @param after the service that was asked last on this node; empty for the first
     */
    record Propose(long call, ActorRef<PostOffice.Message> replyTo, Post post, String after) implements Order {}

    /** A subscriber is being asked; its answer follows. */
    record Proposed(long call, String service) implements Answer {}

    /**
     * What a subscriber said.
     *
     * @param rest what it left over, if it took a part
     * @param more whether there are further subscribers on the node
     */
    record Judged(
            long call,
            String service,
            Verdict verdict,
            String reason,
            @Nullable String rest,
            boolean more) implements Answer {}

    /** There is no further subscriber on the node. */
    record NoneLeft(long call) implements Answer {}

    /** Tell which topics are subscribed to on the node. */
    record ListTopics(long call, ActorRef<PostOffice.Message> replyTo) implements Order {}

    /** A topic, and who subscribes to it. */
    record SubscribedTopic(TopicName topic, List<String> services) {}

    /** The topics that are subscribed to on a node. */
    record Topics(long call, NodeId node, List<SubscribedTopic> topics) implements Answer {}
}
