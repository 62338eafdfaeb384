package dev.substrate.node.internal;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.List;

/** Says in the log what a node that is not in a cluster is waiting for, and when it has got there. */
public final class JoinReporter {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private sealed interface Event {}

    private enum StillOutside implements Event {
        STILL_OUTSIDE
    }

    private enum Joined implements Event {
        JOINED
    }

    private final ActorContext<Event> context;
    private final TimerScheduler<Event> timers;
    private final List<String> contactPoints;
    private final boolean canStartNewCluster;

    private JoinReporter(
            ActorContext<Event> context,
            TimerScheduler<Event> timers,
            List<String> contactPoints,
            boolean canStartNewCluster) {
        this.context = context;
        this.timers = timers;
        this.contactPoints = contactPoints;
        this.canStartNewCluster = canStartNewCluster;
    }

    /** Returns the behaviour; it ends when the node is up. */
    public static Behavior<?> create(List<String> contactPoints, boolean canStartNewCluster) {
        return Behaviors.<Event>setup(context -> Behaviors.withTimers(
                timers -> new JoinReporter(context, timers, contactPoints, canStartNewCluster).waiting()));
    }

    private Behavior<Event> waiting() {
        context.setLoggerName(JoinReporter.class);
        Cluster cluster = Cluster.get(context.getSystem());
        cluster.subscriptions()
                .tell(Subscribe.create(context.messageAdapter(SelfUp.class, up -> Joined.JOINED), SelfUp.class));
        timers.startTimerWithFixedDelay(StillOutside.STILL_OUTSIDE, FIRST, EVERY);
        return Behaviors.receive(Event.class)
                .onMessage(StillOutside.class, still -> onStillOutside())
                .onMessage(Joined.class, joined -> onJoined())
                .build();
    }

    private Behavior<Event> onStillOutside() {
        context.getLog()
                .info(
                        "Not in a cluster yet, so not ready: still trying to join one through {}. {}",
                        contactPoints,
                        canStartNewCluster
                                ? "A new one is formed once all required contact points answer"
                                : "No new one is formed, since substrate.node.can-start-new-cluster is off");
        return Behaviors.same();
    }

    private Behavior<Event> onJoined() {
        context.getLog().info("This node is up in its cluster");
        return Behaviors.stopped();
    }
}
