package dev.substrate.faults;

import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.message.TransactionId;
import dev.substrate.node.SubstrateNode;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceContext;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.SlotGrant;
import dev.substrate.service.internal.host.Delivery;
import dev.substrate.service.internal.host.ServiceHost;
import dev.substrate.service.internal.host.ServiceHosts;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The service of these suites: says under which token it acts, and that it cannot when it has none. */
final class ActingService {

    private static final long DELIVERED_WITHIN_SECONDS = 15;

    private ActingService() {}

    /** What it understands. */
    sealed interface Message {}

    /** Something has happened. */
    record Happened(ServiceEvent event) implements Message {}

    /** Act. */
    record Act(CompletableFuture<Acted> answer) implements Message {}

    /** How a message ended, in a form that travels. */
    record Acted(boolean done, long token, String what) implements Serializable {}

    static Service<Message> named(String name, Activation activation) {
        return Service.named(name, Message.class, context -> {
                    AtomicReference<@Nullable SlotGrant> slot = new AtomicReference<>();
                    AtomicReference<Boolean> active = new AtomicReference<>(false);
                    return Behaviors.receiveMessage(message -> {
                        if (message instanceof Happened happened) {
                            happen(happened.event(), slot, active);
                        } else if (message instanceof Act act) {
                            SlotGrant held = slot.get();
                            act.answer()
                                    .complete(
                                            active.get()
                                                    ? new Acted(true, held == null ? 0 : held.token(), life(context))
                                                    : new Acted(false, 0, "acted while passive"));
                        }
                        return Behaviors.same();
                    });
                })
                .activation(activation)
                .onEvent(Happened::new)
                .build();
    }

    private static String life(ServiceContext context) {
        return context.self().node() + "/" + context.self().incarnation();
    }

    private static void happen(
            ServiceEvent event, AtomicReference<@Nullable SlotGrant> slot, AtomicReference<Boolean> active) {
        if (event instanceof ServiceEvent.Activate activate) {
            slot.set(activate.slot());
            active.set(true);
            activate.started();
        } else if (event instanceof ServiceEvent.Passivate passivate) {
            active.set(false);
            slot.set(null);
            passivate.stopped();
        } else if (event instanceof ServiceEvent.SlotLost) {
            active.set(false);
            slot.set(null);
        }
    }

    /** Sends a message to a service on the node where this runs, and waits for what becomes of it. */
    static Acted act(SubstrateNode node, String service) throws Exception {
        CompletableFuture<Acted> answer = new CompletableFuture<>();
        ServiceHosts.get(node.system())
                .find(service)
                .orElseThrow()
                .host()
                .tell(new ServiceHost.Deliver(new OneDelivery(answer)));
        return answer.get(DELIVERED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    private record OneDelivery(CompletableFuture<Acted> answer) implements Delivery {
        @Override
        public boolean alsoWhenPassive() {
            return false;
        }

        @Override
        public <M> M message(Service<M> service) {
            return service.protocol().cast(new Act(answer));
        }

        @Override
        public TransactionId transaction() {
            return new TransactionId("test");
        }

        @Override
        public void delivered() {}

        @Override
        public void undelivered(Hindrance hindrance) {
            answer.complete(new Acted(false, 0, hindrance.toString()));
        }

        @Override
        public void threw(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }
}
