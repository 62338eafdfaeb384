package dev.substrate.service.internal.message;

import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Notice;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.Delivery;
import java.util.function.Function;

/** Something that was published, on its way to a service on this node. */
final class NoticeDelivery<E> implements Delivery {

    private final Topic<E> topic;
    private final Wire.Post post;
    private final E entity;
    private final Handing handing;

    NoticeDelivery(Topic<E> topic, Wire.Post post, E entity, Handing handing) {
        this.topic = topic;
        this.post = post;
        this.entity = entity;
        this.handing = handing;
    }

    @Override
    public boolean alsoWhenPassive() {
        return false;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <M> M message(Service<M> service) {
        // The topic is the one that the subscription was declared with, so the adapter takes its class.
        Function<Notice<E>, M> adapter = service.subscription(topic)
                .map(subscription -> ((Service.Subscription<E, M>) subscription).notices())
                .orElseThrow(() -> new IllegalStateException(service + " does not listen to " + topic + " any more"));
        return adapter.apply(new Notice<>(topic, entity, post.sender(), post.transaction()));
    }

    @Override
    public TransactionId transaction() {
        return post.transaction();
    }

    @Override
    public void delivered() {
        handing.reached();
    }

    @Override
    public void undelivered(Hindrance hindrance) {
        if (hindrance instanceof Hindrance.Passive) {
            handing.gone();
        } else {
            handing.missed();
        }
    }

    @Override
    public void threw(Throwable failure) {
        // It was handed over; who published it does not wait for what is made of it.
    }
}
