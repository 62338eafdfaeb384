package dev.substrate.service;

import dev.substrate.id.NodeId;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * A message to a service that is to be answered, by one of the methods below, once, from any thread. What is answered to a message that was sent without a question,
 * or too late, is not heard.
 *
 * <p>If the behaviour throws while it handles the message, the answer is {@link dev.substrate.message.Reply.Failed}.
 *
 * @param <E> the class of its entity
 */
public interface Request<E> {

    /** Returns what is to be done. */
    Method method();

    /** Returns what the message is about: the text by which its node was found. */
    String id();

    /** Returns the entity; null if it was sent without one. */
    @Nullable
    E entity();

    /** Returns the work that the message is part of. */
    TransactionId transaction();

    /** Returns what the sender calls the message; one that is repeated comes with the same. */
    String correlation();

    /** Returns the node that sent it. */
    NodeId sender();

    /** Answers that it is done. */
    void ok();

    /** Answers that it is done, with an entity. */
    void ok(Object entity);

    /** Answers that there is no such thing. */
    void notFound(String reason);

    /** Answers that it is not done, and nothing was. */
    void refused(String reason);

    /** Answers that it went wrong, perhaps after a part was done. */
    void failed(String reason);

    /** Passes the question on to the service on another node, as if it had been sent there; nothing was done here. */
    void askInstead(NodeId node);
}
