package dev.substrate.service.probe;

import dev.substrate.id.NodeId;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Offer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An offer that remembers how it was answered first. Safe for use by several threads.
 *
 * @param <E> the class of what is offered
 */
public final class OfferProbe<E> implements Offer<E> {

    private static final NodeId SENDER = NodeId.of(0, 0, new byte[NodeId.RANDOM_BYTES]);

    private final Topic<E> topic;
    private final E entity;
    private final AtomicReference<Optional<Answer<E>>> answer = new AtomicReference<>(Optional.empty());

    /**
     * How an offer was answered.
     *
     * @param <E> the class of what was offered
     */
    public sealed interface Answer<E> {

        /** All was taken. */
        record Taken<E>() implements Answer<E> {}

        /** A part was taken. */
        record PartTaken<E>(E rest) implements Answer<E> {}

        /** Nothing was taken. */
        record Declined<E>(String reason) implements Answer<E> {}
    }

    /** Makes an offer. */
    public OfferProbe(Topic<E> topic, E entity) {
        this.topic = topic;
        this.entity = entity;
    }

    /** Returns how it was answered; empty if it was not. */
    public Optional<Answer<E>> answer() {
        return answer.get();
    }

    @Override
    public Topic<E> topic() {
        return topic;
    }

    @Override
    public E entity() {
        return entity;
    }

    @Override
    public TransactionId transaction() {
        return new TransactionId("probe");
    }

    @Override
    public String correlation() {
        return "probe";
    }

    @Override
    public NodeId sender() {
        return SENDER;
    }

    @Override
    public void take() {
        say(new Answer.Taken<>());
    }

    @Override
    public void takePart(E rest) {
        say(new Answer.PartTaken<>(rest));
    }

    @Override
    public void decline(String reason) {
        say(new Answer.Declined<>(reason));
    }

    private void say(Answer<E> first) {
        answer.updateAndGet(before -> before.isPresent() ? before : Optional.of(first));
    }
}
