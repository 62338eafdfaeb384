package dev.substrate.service.internal.host;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Service;
import org.slf4j.MDC;

/** Opens the envelopes that come to the actor of a service; what else comes to it passes. */
final class EnvelopeOpener<M> extends BehaviorInterceptor<Object, M> {

    private final Service<M> service;

    EnvelopeOpener(Service<M> service) {
        super(Object.class);
        this.service = service;
    }

    @Override
    public Behavior<M> aroundReceive(TypedActorContext<Object> context, Object message, ReceiveTarget<M> target) {
        if (!(message instanceof Envelope envelope)) {
            return target.apply(context, service.protocol().cast(message));
        }
        Delivery delivery = envelope.take();
        if (delivery == null) {
            return Behaviors.same();
        }
        MDC.put(TransactionId.LOG_KEY, delivery.transaction().text());
        try {
            return handle(context, delivery, target);
        } finally {
            // Akka clears the whole log context after a message if the actor logged; this is for when it did not.
            MDC.remove(TransactionId.LOG_KEY);
        }
    }

    private Behavior<M> handle(TypedActorContext<Object> context, Delivery delivery, ReceiveTarget<M> target) {
        delivery.delivered();
        M message;
        try {
            message = delivery.message(service);
        } catch (RuntimeException e) {
            // The adapter is no part of the behaviour, which can go on.
            delivery.threw(e);
            return Behaviors.same();
        }
        try {
            return target.apply(context, message);
        } catch (RuntimeException | Error e) {
            delivery.threw(e);
            throw e;
        }
    }

    @Override
    public boolean isSame(BehaviorInterceptor<Object, Object> other) {
        return other instanceof EnvelopeOpener;
    }
}
