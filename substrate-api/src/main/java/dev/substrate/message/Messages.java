package dev.substrate.message;

import dev.substrate.record.Place;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to services.
 *
 * <p><b>Guarantees.</b> A message is handled at most once for each call of a method here, and is not kept anywhere on its way: whoever must
 * not lose one repeats it until it is answered, under a correlation by which the service knows it again. Messages from one node to one other arrive in
 * the order in which they were sent, as long as none is passed on by a passive service.
 *
 * <p><b>Outcomes</b> are types, and stages do not fail, except with an {@link IllegalArgumentException} if an entity cannot be written as JSON or is larger than
 * {@code substrate.message.entity-bytes-max}, or the text that a message is about is longer than 1024 characters; then nothing was sent. An answer that is not of the asked class
 * is a {@link Reply.Failed}. If too much is under way from this node, {@link #ask} and {@link #send} find nobody there, and the others fail with a {@link MessageException} that
 * names the bound; then, too, nothing was sent.
 *
 * <p><b>Threads.</b> No method blocks. Stages complete on a pool for callbacks ({@code substrate.record.callback-dispatcher}), never on a thread of an
 * actor. Safe for use by several threads.
 */
public interface Messages {

    /**
     * Asks the service on the node nearest to an id, among the nodes in a place that carry the service and can be reached.
     *
     * @param entity what to send with it; null for nothing
     * @param answer the class of the answer
     */
    <R> CompletionStage<Reply<R>> ask(
            Target target, Method method, @Nullable Object entity, Class<R> answer, MessageOptions options);

    /** Sends to the service on the node nearest to an id, and waits until it is there. */
    CompletionStage<SendOutcome> send(Target target, Method method, @Nullable Object entity, MessageOptions options);

    /** Asks the service on all its nodes in a place, active or not, at the same time. */
    <R> CompletionStage<Gathered<R>> gather(
            String service,
            Place place,
            Method method,
            @Nullable Object entity,
            Class<R> answer,
            MessageOptions options);

    /** Sends to the service on all its nodes in a place, active or not. */
    CompletionStage<Published> broadcast(
            String service, Place place, Method method, @Nullable Object entity, MessageOptions options);

    /** Shows something to all subscribers of a topic that this node knows of now. */
    <E> CompletionStage<Published> publish(Topic<E> topic, E entity, MessageOptions options);

    /** Offers something to the subscribers of a topic, one after the other, until one takes it. */
    <E> CompletionStage<AnycastOutcome<E>> anycast(Topic<E> topic, E entity, AnycastOptions options);

    /**
     * Waits until this node knows of a subscriber of a topic.
     *
     * @return whether there was one within the time
     */
    CompletionStage<Boolean> awaitSubscribers(Topic<?> topic, Duration atMost);

    /**
     * Whom a message is for.
     *
     * @param service the name of the service
     * @param id what it is about: the service on the node nearest to it gets it. Any text; a node's id means that node, if it is there
     * @param place where that node is
     */
    record Target(String service, String id, Place place) {

        /** Returns the service on the node nearest to an id, in the whole cluster. */
        public static Target of(String service, String id) {
            return new Target(service, id, Place.EVERYWHERE);
        }

        /** Returns the service on the node nearest to an id in a place. */
        public Target in(Place where) {
            return new Target(service, id, where);
        }
    }
}
