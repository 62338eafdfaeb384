package dev.substrate.service.internal.host;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.service.Service;

/** What follows when a service fails on a node: it is left alone for a while, the longer the more often it failed. For the actor of its host. */
final class Recovery {

    private final ActorContext<ServiceHost.Command> context;
    private final TimerScheduler<ServiceHost.Command> timers;
    private final Service<?> service;
    private final HostEnvironment env;
    private final boolean restsHere;
    private Failures failures = Failures.NONE;
    private boolean resting;

    /**
     * Makes one.
     *
     * @param restsHere whether the host decides when the service is tried again, and not whoever gives slots
     */
    Recovery(
            ActorContext<ServiceHost.Command> context,
            TimerScheduler<ServiceHost.Command> timers,
            Service<?> service,
            HostEnvironment env,
            boolean restsHere) {
        this.context = context;
        this.timers = timers;
        this.service = service;
        this.env = env;
        this.restsHere = restsHere;
    }

    Failures failures() {
        return failures;
    }

    boolean isResting() {
        return resting;
    }

    /** The service has failed. */
    void failed(String how) {
        failures = failures.and(how, env.nanos().getAsLong(), env.settings());
        if (restsHere) {
            resting = true;
            timers.startSingleTimer(ServiceHost.Timer.REST, ServiceHost.Timer.REST, failures.rest(env.settings()));
        }
        context.getLog()
                .warn("Service '{}' failed here, {} times in a row now: {}", service.name(), failures.count(), how);
    }

    /** Its behaviour has gone, and is to begin anew. */
    void gone(String how) {
        failed(how);
        timers.startSingleTimer(
                ServiceHost.Timer.RESPAWN,
                ServiceHost.Timer.RESPAWN,
                HostSettings.backoff(
                        env.settings().restartBackoffMin(), env.settings().restartBackoffMax(), failures.count()));
    }

    void rested() {
        resting = false;
    }

    /** The service has worked for a while. */
    void proven() {
        failures = Failures.NONE;
    }
}
