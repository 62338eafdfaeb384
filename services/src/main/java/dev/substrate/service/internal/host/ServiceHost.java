package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.id.NodeId;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.SlotGrant;
import dev.substrate.service.internal.host.HostStatus.State;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs a service on a node: makes it active and passive, and hands it its messages.
 *
 * <p>What it knows of its slot it has read from the record. A message for an active service waits for a reading that began after the message came in and that found the
 * slot's token still held. Nothing here rests on hints or times being right.
 *
 * @param <M> the protocol of the service
 */
public final class ServiceHost<M> extends AbstractBehavior<ServiceHost.Command> {

    /** What it is told. */
    public sealed interface Command {}

    /** Here is a message for the behaviour. */
    public record Deliver(Delivery delivery) implements Command {}

    /** Somebody on this node wants an event shown to the service, active or passive. */
    public record Show(ServiceEvent event) implements Command {}

    /** The members have changed. */
    enum RingChanged implements Command {
        NOW
    }

    /** The record of the slots has this version, or a later one. */
    record Look(long version) implements Command {}

    /** Which members carry the service, and on which of them it is active. */
    record Carriers(Ring carriers, Set<NodeId> active) implements Command {}

    /** Another node is nearest now, and waits for this one to be passive. */
    record Yield(RingMember asker, ActorRef<ServiceDesk.HandedOver> replyTo) implements Command {}

    /** The node leaves. */
    record Leave(ActorRef<ServiceDesk.Left> replyTo) implements Command {}

    /** What its parts tell it. */
    non-sealed interface Told extends Command {}

    /** What is to happen later. */
    enum Timer implements Told {
        LOOK,
        RETRY,
        EXPIRE,
        REST,
        RESPAWN,
        HANDED_OVER,
        START,
        STOP,
        PROVE
    }

    private final Service<M> service;
    private final HostEnvironment env;
    private final Backlog backlog;
    private final ServiceActor<M> actor;
    private final OwnTable table;
    private final HandOvers handOvers;
    private final Admission admission;
    private final Recovery recovery;
    private final StartStop startStop;

    private boolean leaving;
    private final List<ActorRef<ServiceDesk.Left>> leaveWaiters = new ArrayList<>();

    private ServiceHost(
            ActorContext<Command> context, TimerScheduler<Command> timers, Service<M> service, HostEnvironment env) {
        super(context);
        context.setLoggerName(ServiceHost.class);
        this.service = service;
        this.env = env;
        backlog = new Backlog(env.settings().waitingMax(), env.nanos());
        actor = new ServiceActor<>(context, service, env, backlog);
        table = new OwnTable(context, timers, service, env, backlog, this::isActive);
        handOvers = new HandOvers(context, timers, service, env);
        Whereabouts whereabouts = new Whereabouts(service, env);
        admission = new Admission(
                timers,
                service.name(),
                env,
                backlog,
                actor,
                table,
                () -> whereabouts.elsewhere(table.known(), handOvers.carriers()));
        recovery = new Recovery(context, timers, service, env, !table.isUsed());
        startStop = new StartStop(context, timers, service, env, actor, table, admission, recovery);
        env.status().accept(HostStatus.NEW);
        actor.begin();

        if (table.isUsed()) {
            table.readRegularly();
        }
        evaluate();
    }

    /** Returns the behaviour. */
    static <M> Behavior<Command> create(Service<M> service, HostEnvironment env) {
        // A host that failed would keep its slot and never act for it: another one goes on with the same token.
        return Behaviors.<Command>supervise(Behaviors.setup(
                        context -> Behaviors.withTimers(timers -> new ServiceHost<>(context, timers, service, env))))
                .onFailure(SupervisorStrategy.restartWithBackoff(
                        env.settings().restartBackoffMin(), env.settings().restartBackoffMax(), 0.1));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deliver.class, this::onDeliver)
                .onMessage(Show.class, this::onShow)
                .onMessage(RingChanged.class, changed -> looked())
                .onMessage(Look.class, this::onLook)
                .onMessage(Carriers.class, carriers -> after(() -> handOvers.take(carriers)))
                .onMessage(Yield.class, this::onYield)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(StartStop.Started.class, started -> startStop.take(started) ? evaluated() : this)
                .onMessage(StartStop.StartFailed.class, failed -> after(() -> startStop.take(failed)))
                .onMessage(StartStop.Stopped.class, stopped -> after(() -> startStop.take(stopped)))
                .onMessage(StartStop.Proven.class, proven -> after(() -> startStop.take(proven)))
                .onMessage(OwnTable.Read.class, this::onRead)
                .onMessage(OwnTable.Created.class, created -> after(() -> table.take(created)))
                .onMessage(OwnTable.GaveBack.class, gaveBack -> after(() -> table.take(gaveBack)))
                .onMessage(OwnTable.Remembered.class, done -> looked())
                .onMessage(HandOvers.Yielded.class, yielded -> after(() -> handOvers.take(yielded)))
                .onMessage(Timer.class, this::onTimer)
                .onSignal(Terminated.class, this::onChildGone)
                .onSignal(PreRestart.class, restarts -> onEnd())
                .onSignal(PostStop.class, stopped -> onEnd())
                .build();
    }

    private Behavior<Command> onDeliver(Deliver deliver) {
        admission.deliver(deliver.delivery(), startStop.state(), startStop.tenure());
        return this;
    }

    private Behavior<Command> onShow(Show show) {
        actor.showOrSettle(show.event());
        return this;
    }

    private Behavior<Command> onLook(Look look) {
        table.look(look.version());
        return this;
    }

    private Behavior<Command> onYield(Yield yield) {
        Carriers carriers = handOvers.carriers();
        if (service.activation() instanceof Activation.Supernode
                && carriers != null
                && startStop.state() != State.PASSIVE) {
            handOvers.alsoCarries(yield.asker(), carriers);
            if (want() instanceof Want.Passive) {
                handOvers.owe(yield.replyTo());
                return evaluated();
            }
        }
        // Passive already, or nearest itself as this node sees it: then the asker has waited for nothing, and both are
        // active until they agree.
        handOvers.tell(yield.replyTo());
        return this;
    }

    private Behavior<Command> onLeave(Leave leave) {
        leaving = true;
        leaveWaiters.add(leave.replyTo());
        return looked();
    }

    // What is to be.

    private Want want() {
        PlacedTable known = table.known();
        Carriers carriers = handOvers.carriers();
        return Want.of(
                service.name(),
                service.activation(),
                env.self().get(),
                env.seen().get().ring(),
                known == null ? null : known.table(),
                carriers == null ? null : carriers.carriers(),
                leaving);
    }

    private Behavior<Command> evaluated() {
        evaluate();
        return this;
    }

    private Behavior<Command> after(Runnable change) {
        change.run();
        return evaluated();
    }

    private Behavior<Command> looked() {
        table.read();
        return evaluated();
    }

    /** Brings about what is to be; called whenever something may have changed. */
    private void evaluate() {
        Want want = want();
        SlotGrant grant = startStop.grant();
        if (startStop.state() == State.PASSIVE) {
            whilePassive(want);
        } else if (grant != null && !table.stillHolds(grant)) {
            startStop.lose(grant);
            whilePassive(want());
        } else if (startStop.state() != State.STOPPING && want instanceof Want.Passive passive) {
            startStop.stop(passive.reason());
        }
        if (startStop.state() == State.PASSIVE) {
            handOvers.passive();
            if (leaving && !table.isGivingBack() && table.mine().isEmpty()) {
                leaveWaiters.forEach(replyTo -> replyTo.tell(new ServiceDesk.Left(service.name())));
                leaveWaiters.clear();
            }
        }
        env.status().accept(startStop.status());
    }

    private void whilePassive(Want want) {
        if (table.isUsed()) {
            table.mine().ifPresent(slot -> whilePassive(want, slot));
        } else if (want instanceof Want.Active && actor.isThere() && !recovery.isResting()) {
            if (service.activation() instanceof Activation.Always || handOvers.mayBegin()) {
                startStop.start(null);
            }
        } else if (want instanceof Want.Passive passive) {
            startStop.rest(passive.reason());
            handOvers.forget();
        }
    }

    private void whilePassive(Want want, Slot mine) {
        Spent.Next next = table.spent().next(mine, want, leaving, actor.isThere());
        if (next instanceof Spent.Next.GiveBack back) {
            table.giveBack(mine.token(), back.failed());
        } else if (next instanceof Spent.Next.Start) {
            startStop.start(table.grant(mine));
        }
    }

    private boolean isActive() {
        return startStop.state() == State.ACTIVE;
    }

    // What else happens.

    private Behavior<Command> onRead(OwnTable.Read read) {
        if (!table.awaits(read)) {
            return this;
        }
        if (!table.take(read)) {
            return evaluated();
        }
        SlotGrant grant = startStop.grant();
        if (isActive() && grant != null && table.stillHolds(grant)) {
            admission.confirm(startStop.tenure());
        }
        evaluate();
        if (table.isToBeReadAgain() || (isActive() && backlog.isWaiting())) {
            table.read();
        }
        return this;
    }

    private Behavior<Command> onTimer(Timer timer) {
        switch (timer) {
            case LOOK, RETRY -> table.read();
            case EXPIRE -> admission.expire(startStop.state());
            case REST -> recovery.rested();
            case RESPAWN -> respawn();
            case HANDED_OVER -> handOvers.expire();
            case START -> startStop.startTimedOut();
            case STOP -> startStop.stopTimedOut();
            case PROVE -> {}
        }
        return evaluated();
    }

    private void respawn() {
        if (!leaving) {
            actor.begin();
        }
    }

    private Behavior<Command> onChildGone(Terminated gone) {
        if (!actor.isGone(gone.getRef())) {
            return this;
        }
        recovery.gone(gone instanceof ChildFailed failed ? "it threw " + failed.cause() : "its behaviour stopped");
        startStop.gone();
        backlog.takeBack();
        return evaluated();
    }

    private Behavior<Command> onEnd() {
        startStop.tenure().end();
        admission.end();
        return this;
    }
}
