package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.SlotGrant;
import dev.substrate.service.internal.host.HostStatus.State;
import org.jspecify.annotations.Nullable;

/** Takes a service from passive to active and back: tells it to, and waits for its answer, but not for ever. For the actor of its host. */
final class StartStop {

    /** The service says that it is active. */
    record Started(Tenure tenure) implements ServiceHost.Told {}

    /** The service says that it cannot become active. */
    record StartFailed(Tenure tenure, String reason) implements ServiceHost.Told {}

    /** The service says that it is passive. */
    record Stopped(Tenure tenure) implements ServiceHost.Told {}

    /** The service has been active for a while. */
    record Proven(Tenure tenure) implements ServiceHost.Told {}

    private final ActorContext<ServiceHost.Command> context;
    private final TimerScheduler<ServiceHost.Command> timers;
    private final Service<?> service;
    private final HostEnvironment env;
    private final ServiceActor<?> actor;
    private final OwnTable table;
    private final Admission admission;
    private final Recovery recovery;

    private State state = State.PASSIVE;
    private Tenure tenure = new Tenure(null);
    private @Nullable PassivationReason reason;

    StartStop(
            ActorContext<ServiceHost.Command> context,
            TimerScheduler<ServiceHost.Command> timers,
            Service<?> service,
            HostEnvironment env,
            ServiceActor<?> actor,
            OwnTable table,
            Admission admission,
            Recovery recovery) {
        this.context = context;
        this.timers = timers;
        this.service = service;
        this.env = env;
        this.actor = actor;
        this.table = table;
        this.admission = admission;
        this.recovery = recovery;
    }

    State state() {
        return state;
    }

    /** Returns the newest time of being active, which may be over. */
    Tenure tenure() {
        return tenure;
    }

    /** Returns the slot of the newest time of being active; null if it has none. */
    @Nullable
    SlotGrant grant() {
        return tenure.grant();
    }

    HostStatus status() {
        SlotGrant grant = state == State.PASSIVE ? null : tenure.grant();
        Failures failures = recovery.failures();
        return new HostStatus(
                state,
                grant == null ? null : grant.slot(),
                grant == null ? 0 : grant.token(),
                reason,
                failures.count(),
                failures.last(),
                failures.restMillis(env.nanos().getAsLong()),
                table.unreadable());
    }

    // Becoming active.

    void start(@Nullable SlotGrant grant) {
        Tenure begun = new Tenure(grant);
        tenure = begun;
        state = State.STARTING;
        reason = null;
        timers.startSingleTimer(ServiceHost.Timer.START, ServiceHost.Timer.START, service.startTimeout());
        ActorRef<ServiceHost.Command> self = context.getSelf();
        if (!actor.show(new ServiceEvent.Activate(
                grant, () -> self.tell(new Started(begun)), failure -> self.tell(new StartFailed(begun, failure))))) {
            self.tell(new Started(begun));
        }
    }

    /** Takes an answer; returns whether it is one to what was asked last. */
    boolean take(Started started) {
        if (state != State.STARTING || started.tenure() != tenure) {
            return false;
        }
        timers.cancel(ServiceHost.Timer.START);
        timers.startSingleTimer(
                ServiceHost.Timer.PROVE, new Proven(tenure), env.settings().provenAfter());
        state = State.ACTIVE;
        context.getLog().info("Service '{}' is active here{}", service.name(), ofSlot());
        service.subscriptions().forEach(subscription -> env.door().subscribe(service, subscription.topic()));
        admission.open(tenure);
        return true;
    }

    void take(StartFailed failed) {
        if (state == State.STARTING && failed.tenure() == tenure) {
            startFailed(failed.reason());
        }
    }

    void startTimedOut() {
        if (state == State.STARTING) {
            startFailed("it was not active after " + service.startTimeout().toMillis() + " ms");
        }
    }

    private void startFailed(String how) {
        recovery.failed(how);
        stop(PassivationReason.START_FAILED);
    }

    void take(Proven proven) {
        if (state == State.ACTIVE && proven.tenure() == tenure) {
            recovery.proven();
            table.proven();
        }
    }

    // Becoming passive.

    void stop(PassivationReason why) {
        state = State.STOPPING;
        reason = why;
        timers.cancel(ServiceHost.Timer.START);
        timers.cancel(ServiceHost.Timer.PROVE);
        unsubscribe();
        Tenure ending = tenure;
        timers.startSingleTimer(ServiceHost.Timer.STOP, ServiceHost.Timer.STOP, service.stopTimeout());
        ActorRef<ServiceHost.Command> self = context.getSelf();
        boolean shown = actor.show(new ServiceEvent.Passivate(why, () -> self.tell(new Stopped(ending))));
        admission.close();
        if (!shown) {
            self.tell(new Stopped(ending));
        }
    }

    void take(Stopped stopped) {
        if (state == State.STOPPING && stopped.tenure() == tenure) {
            hasStopped();
        }
    }

    void stopTimedOut() {
        if (state == State.STOPPING) {
            context.getLog()
                    .warn(
                            "Service '{}' did not say within {} ms that it is passive",
                            service.name(),
                            service.stopTimeout().toMillis());
            hasStopped();
        }
    }

    private void hasStopped() {
        SlotGrant grant = tenure.grant();
        end();
        context.getLog().info("Service '{}' is passive here{}: {}", service.name(), ofSlot(), reason);
        if (grant != null) {
            table.giveBack(grant.token(), reason == PassivationReason.START_FAILED);
        }
    }

    /** The slot was taken from this node. */
    void lose(SlotGrant grant) {
        context.getLog()
                .warn(
                        "Service '{}' is passive here: this node has lost slot '{}', token {}",
                        service.name(),
                        grant.slot(),
                        grant.token());
        cutShort();
        table.lost(grant);
        reason = null;
        actor.show(new ServiceEvent.SlotLost(grant));
        admission.close();
    }

    /** The actor of the service has gone. */
    void gone() {
        if (state == State.PASSIVE) {
            return;
        }
        SlotGrant grant = tenure.grant();
        cutShort();
        reason = PassivationReason.START_FAILED;
        admission.close();
        if (grant != null) {
            table.giveBack(grant.token(), true);
        }
    }

    /** The service stays passive. */
    void rest(PassivationReason why) {
        reason = why;
    }

    private void cutShort() {
        boolean subscribed = state == State.ACTIVE;
        end();
        if (subscribed) {
            unsubscribe();
        }
    }

    /** Ends the time of being active: what is still in the mailbox of the service will not be handled as by an active one. */
    private void end() {
        tenure.end();
        state = State.PASSIVE;
        timers.cancel(ServiceHost.Timer.START);
        timers.cancel(ServiceHost.Timer.STOP);
        timers.cancel(ServiceHost.Timer.PROVE);
    }

    private void unsubscribe() {
        service.subscriptions().forEach(subscription -> env.door().unsubscribe(service, subscription.topic()));
    }

    private String ofSlot() {
        SlotGrant grant = tenure.grant();
        return grant == null ? "" : ", slot '" + grant.slot() + "', token " + grant.token();
    }
}
