package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.Delivery;
import dev.substrate.service.internal.message.Wire.Delivered;
import dev.substrate.service.internal.message.Wire.Ending;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A letter on its way to a service on this node, and what the service gets of it. Only the first answer is sent. */
final class RequestDelivery implements Delivery, Request<Object> {

    private final Wire.Deliver order;
    private final Class<?> type;
    private final @Nullable Object entity;
    private final Inbox inbox;
    private final AtomicBoolean answered = new AtomicBoolean();

    RequestDelivery(Wire.Deliver order, Class<?> type, @Nullable Object entity, Inbox inbox) {
        this.order = order;
        this.type = type;
        this.entity = entity;
        this.inbox = inbox;
    }

    @Override
    public boolean alsoWhenPassive() {
        return order.manner().toAll();
    }

    @Override
    public <M> M message(Service<M> service) {
        Function<Request<?>, M> adapter = service.requests().get(type);
        if (adapter == null) {
            throw new IllegalStateException(service + " does not take " + type.getName() + " any more");
        }
        return adapter.apply(this);
    }

    @Override
    public void delivered() {
        if (!order.manner().question()) {
            tell(Ending.DELIVERED, "", null, List.of());
        }
    }

    @Override
    public void undelivered(Hindrance hindrance) {
        if (hindrance instanceof Hindrance.Passive passive) {
            tell(
                    Ending.PASSIVE,
                    "service '" + order.letter().service() + "' is passive on " + inbox.self(),
                    null,
                    passive.active());
        } else if (hindrance instanceof Hindrance.Unavailable unavailable) {
            tell(Ending.UNAVAILABLE, unavailable.reason(), null, List.of());
        }
    }

    @Override
    public void threw(Throwable failure) {
        failed(failure.toString());
    }

    @Override
    public TransactionId transaction() {
        return order.letter().transaction();
    }

    @Override
    public Method method() {
        return order.letter().method();
    }

    @Override
    public String id() {
        return order.letter().id();
    }

    @Override
    public @Nullable Object entity() {
        return entity;
    }

    @Override
    public String correlation() {
        return order.letter().correlation();
    }

    @Override
    public NodeId sender() {
        return order.letter().sender();
    }

    @Override
    public void ok() {
        answer(Ending.OK, "", null, List.of());
    }

    @Override
    public void ok(Object answer) {
        answer(Ending.OK, "", inbox.entities().encode(answer), List.of());
    }

    @Override
    public void notFound(String reason) {
        answer(Ending.NOT_FOUND, reason, null, List.of());
    }

    @Override
    public void refused(String reason) {
        answer(Ending.REFUSED, reason, null, List.of());
    }

    @Override
    public void failed(String reason) {
        answer(Ending.FAILED, reason, null, List.of());
    }

    @Override
    public void askInstead(NodeId node) {
        if (order.manner() == Wire.Manner.SEND) {
            // Its sender does not wait any more.
            if (answered.compareAndSet(false, true)) {
                inbox.passOn(order, node);
            }
        } else if (order.manner() == Wire.Manner.ASK) {
            String reason = "service '" + order.letter().service() + "' on " + inbox.self() + " names " + node;
            answer(Ending.INSTEAD, reason, null, List.of(node));
        } else {
            refused("all nodes were asked, and this one names " + node);
        }
    }

    private void answer(Ending ending, String reason, @Nullable String answer, List<NodeId> nodes) {
        if (answered.compareAndSet(false, true) && order.manner().question()) {
            tell(ending, reason, answer, nodes);
        }
    }

    private void tell(Ending ending, String reason, @Nullable String answer, List<NodeId> nodes) {
        order.replyTo().tell(new Delivered(order.call(), inbox.self(), ending, Inbox.bounded(reason), answer, nodes));
    }
}
