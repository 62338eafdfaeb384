package dev.substrate.service;

import dev.substrate.id.NodeId;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;

/**
 * Something that is offered to the subscribers of a topic, one after the other. It is to be answered by one of the methods below, once, from any thread; until then
 * nobody else is asked. Whoever takes it should do so before it answers: if the answer does not arrive, the next one may be asked.
 *
 * <p>If the behaviour throws while it handles the offer, that counts as declined.
 */
public interface Offer<E> {

    /** Returns the topic. */
    Topic<E> topic();

    /** Returns what is offered. */
    E entity();

    /** Returns the work that it is part of. */
    TransactionId transaction();

    /** Returns what the sender calls it; an offer that is repeated comes with the same. */
    String correlation();

    /** Returns the node that offers it. */
    NodeId sender();

    /** Takes all of it. */
    void take();

    /** Takes a part; the rest is offered to the next subscriber. */
    void takePart(E rest);

    /** Takes nothing. */
    void decline(String reason);
}
