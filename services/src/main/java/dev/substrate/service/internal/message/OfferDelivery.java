package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Offer;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.Delivery;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An offer on its way to a service on this node, and what the service gets of it. Only the first answer is sent. */
final class OfferDelivery<E> implements Delivery, Offer<E> {

    private final Wire.Propose order;
    private final String service;
    private final Topic<E> topic;
    private final E entity;
    private final Inbox inbox;
    private final AtomicBoolean answered = new AtomicBoolean();

    OfferDelivery(Wire.Propose order, String service, Topic<E> topic, E entity, Inbox inbox) {
        this.order = order;
        this.service = service;
        this.topic = topic;
        this.entity = entity;
        this.inbox = inbox;
    }

    @Override
    public boolean alsoWhenPassive() {
        return false;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <M> M message(Service<M> declared) {
        // The topic is the one that the subscription was declared with, so the adapter takes its class.
        Function<Offer<E>, M> adapter = declared.subscription(topic)
                .map(subscription -> ((Service.Subscription<E, M>) subscription).offers())
                .orElseThrow(
                        () -> new IllegalStateException(declared + " does not take offers of " + topic + " any more"));
        return adapter.apply(this);
    }

    @Override
    public void delivered() {
        // Its answer will tell.
    }

    @Override
    public void undelivered(Hindrance hindrance) {
        if (hindrance instanceof Hindrance.Unavailable unavailable) {
            decline(unavailable.reason());
        } else {
            decline("the service has become passive");
        }
    }

    @Override
    public void threw(Throwable failure) {
        judge(Verdict.FAILED, failure.toString(), null);
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
        return order.post().transaction();
    }

    @Override
    public String correlation() {
        return order.post().correlation();
    }

    @Override
    public NodeId sender() {
        return order.post().sender();
    }

    @Override
    public void take() {
        judge(Verdict.TAKEN, "", null);
    }

    @Override
    public void takePart(E rest) {
        judge(Verdict.PART_TAKEN, "", inbox.entities().encode(rest));
    }

    @Override
    public void decline(String reason) {
        judge(Verdict.DECLINED, reason, null);
    }

    private void judge(Verdict verdict, String reason, @Nullable String rest) {
        if (answered.compareAndSet(false, true)) {
            inbox.judged(order, service, verdict, reason, rest);
        }
    }
}
