package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import org.jspecify.annotations.Nullable;

/** The actor of a service, which may be gone for a while. For the actor of its host. */
final class ServiceActor<M> {

    private final ActorContext<?> context;
    private final Service<M> service;
    private final HostEnvironment env;
    private final Backlog backlog;
    private @Nullable ActorRef<Object> actor;
    private int lives;

    ServiceActor(ActorContext<?> context, Service<M> service, HostEnvironment env, Backlog backlog) {
        this.context = context;
        this.service = service;
        this.env = env;
        this.backlog = backlog;
    }

    boolean isThere() {
        return actor != null;
    }

    /** Begins a life if there is none. */
    void begin() {
        if (actor != null) {
            return;
        }
        actor = context.spawn(
                Behaviors.intercept(
                        () -> new EnvelopeOpener<>(service),
                        Behaviors.setup(own -> service.behavior().apply(env.context()))),
                "behavior-" + ++lives);
        context.watch(actor);
        if (!service.settings().isEmpty()) {
            show(new ServiceEvent.SettingsChanged(env.serviceSettings().get()));
        }
    }

    /** Takes notice of the end of an actor; returns whether it was this one. */
    boolean isGone(ActorRef<?> gone) {
        if (actor == null || !gone.equals(actor)) {
            return false;
        }
        actor = null;
        return true;
    }

    void hand(Envelope envelope) {
        backlog.handed(envelope);
        if (actor != null) {
            actor.tell(envelope);
        }
    }

    /** Shows an event; returns whether the service takes it. */
    boolean show(ServiceEvent event) {
        if (actor == null) {
            return false;
        }
        M message;
        try {
            message = service.events().apply(event);
        } catch (RuntimeException e) {
            context.getLog().error("Service '{}' cannot turn {} into a message", service.name(), event, e);
            return false;
        }
        if (message != null) {
            actor.tell(message);
        }
        return message != null;
    }

    /** Shows an event if there is an actor; a service that takes no notice of a change has nothing to do about it. */
    void showOrSettle(ServiceEvent event) {
        if (actor == null || show(event)) {
            return;
        }
        ServiceEvent.Handling handling = event instanceof ServiceEvent.NodeArrived arrived
                ? arrived.handling()
                : event instanceof ServiceEvent.NodeDeparted departed ? departed.handling() : null;
        if (handling != null) {
            handling.done();
        }
    }
}
