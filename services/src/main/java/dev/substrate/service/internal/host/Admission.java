package dev.substrate.service.internal.host;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.id.NodeId;
import dev.substrate.service.internal.host.HostStatus.State;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets messages to the actor of a service, holds them until that is safe, or sends them back with the reason. For the actor of its host. */
final class Admission {

    private final TimerScheduler<ServiceHost.Command> timers;
    private final String service;
    private final HostEnvironment env;
    private final Backlog backlog;
    private final ServiceActor<?> actor;
    private final OwnTable table;
    private final Supplier<List<NodeId>> activeElsewhere;

    Admission(
            TimerScheduler<ServiceHost.Command> timers,
            String service,
            HostEnvironment env,
            Backlog backlog,
            ServiceActor<?> actor,
            OwnTable table,
            Supplier<List<NodeId>> activeElsewhere) {
        this.timers = timers;
        this.service = service;
        this.env = env;
        this.backlog = backlog;
        this.actor = actor;
        this.table = table;
        this.activeElsewhere = activeElsewhere;
    }

    /** Takes a message. */
    void deliver(Delivery delivery, State state, Tenure tenure) {
        if (!backlog.hasRoom()) {
            refuse(delivery, "has as many messages waiting on this node as substrate.service.waiting-max allows");
        } else if (state == State.STARTING) {
            hold(delivery);
        } else if (state == State.ACTIVE && tenure.grant() == null) {
            hand(delivery, tenure);
        } else if (state == State.ACTIVE) {
            hold(delivery);
            table.read();
        } else {
            passBy(delivery);
        }
    }

    private void hold(Delivery delivery) {
        backlog.hold(delivery);
        if (!timers.isTimerActive(ServiceHost.Timer.EXPIRE)) {
            expireLater();
        }
    }

    /** A message meets a passive service. */
    private void passBy(Delivery delivery) {
        if (!delivery.alsoWhenPassive()) {
            delivery.undelivered(new Delivery.Hindrance.Passive(activeElsewhere.get()));
            table.refresh();
        } else if (!actor.isThere()) {
            refuse(delivery, "has failed on this node, and begins anew soon");
        } else {
            hand(delivery, null);
        }
    }

    private void hand(Delivery delivery, @Nullable Tenure during) {
        actor.hand(new Envelope(delivery, during, activeElsewhere));
    }

    /** The service has become active. */
    void open(Tenure tenure) {
        if (tenure.grant() == null) {
            backlog.drain().forEach(delivery -> hand(delivery, tenure));
        } else if (!backlog.isEmpty()) {
            table.read();
        }
    }

    /** A reading has found that the slot is still held. */
    void confirm(Tenure tenure) {
        // All that was asked for came in before the reading began, and in this tenure: ending one refuses what waits.
        backlog.answered().forEach(delivery -> hand(delivery, tenure));
    }

    /** The service is not active any more: what waits for that waits in vain. */
    void close() {
        backlog.drain().forEach(this::passBy);
    }

    /** The host ends, and with it all that is on its way. */
    void end() {
        backlog.drain()
                .forEach(delivery ->
                        delivery.undelivered(new Delivery.Hindrance.Unavailable("the node of the service ends")));
        backlog.takeBack();
    }

    /** Sends back what has waited too long. */
    void expire(State state) {
        String unreadable = table.unreadable();
        String why = state == State.STARTING
                ? "is not active yet"
                : "could not make sure of its slot" + (unreadable == null ? "" : ": " + unreadable);
        backlog.expired(env.settings().waitingTimeout()).forEach(delivery -> refuse(delivery, why));
        if (!backlog.isEmpty()) {
            expireLater();
        }
    }

    private void expireLater() {
        timers.startSingleTimer(
                ServiceHost.Timer.EXPIRE,
                ServiceHost.Timer.EXPIRE,
                env.settings().waitingTimeout().dividedBy(4));
    }

    private void refuse(Delivery delivery, String why) {
        delivery.undelivered(new Delivery.Hindrance.Unavailable("service '" + service + "' " + why));
    }
}
