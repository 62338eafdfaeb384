package dev.substrate.service.internal.host;

import dev.substrate.id.NodeId;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Service;
import java.util.List;

/**
 * A message on its way to the behaviour of a service on this node. Exactly one of {@link #delivered} and {@link #undelivered} is called, on any thread;
 * {@link #threw} may follow the former.
 */
public interface Delivery {

    /** Whether a passive service is to get it as well. */
    boolean alsoWhenPassive();

    /**
     * Makes the message of the service's protocol, by the adapter that the service declared; called once, when it is certain that it will be handed over.
     *
     * @throws RuntimeException if the adapter throws, which then counts as {@link #threw}
     */
    <M> M message(Service<M> service);

    /** Returns the work that the message is part of; it is in the log context while the behaviour handles the message. */
    TransactionId transaction();

    /** The behaviour is about to handle it. */
    void delivered();

    /** The behaviour will not get it. */
    void undelivered(Hindrance hindrance);

    /** The adapter or the behaviour threw while it handled the message. */
    void threw(Throwable failure);

    /** Why a service on this node does not get a message. */
    sealed interface Hindrance {

        /**
         * The service is passive here.
         *
         * @param active nodes where it seems to be active, the nearest to this one first
         */
        record Passive(List<NodeId> active) implements Hindrance {}

        /** The service has too much to do; or does not exist here any more, or the record of its slots cannot be read. */
        record Unavailable(String reason) implements Hindrance {}
    }
}
