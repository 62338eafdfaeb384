package dev.substrate.node.internal;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import dev.substrate.fence.FencedShards;
import dev.substrate.id.NodeId;
import dev.substrate.node.NodeInfo;
import dev.substrate.store.FencedStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/**
 * Keeps a node from owning shards in a cluster whose other members use another store, such as a file of the same name on
 * another machine: fences in two stores hold nobody back.
 *
 * <p>Every node enters its id into its store before it looks for a cluster. So when a node is up, the id of the oldest
 * member is in its store, or that member's is another. Only the oldest counts, since it was let in by the oldest of its
 * time: another newcomer may be the one with the wrong store.
 */
public final class StoreGuard {

    /** Why a node ends that found itself with another store. */
    public static final CoordinatedShutdown.Reason OTHER_STORE = new OtherStore();

    private static final Duration RETRY = Duration.ofSeconds(1);

    private record OtherStore() implements CoordinatedShutdown.Reason {}

    private sealed interface Event {}

    private record Up(Optional<NodeInfo> oldest) implements Event {}

    private record Same(boolean store) implements Event {}

    private record Failed(Up up) implements Event {}

    private final ActorContext<Event> context;
    private final TimerScheduler<Event> timers;
    private final FencedShards fences;

    private StoreGuard(ActorContext<Event> context, TimerScheduler<Event> timers) {
        this.context = context;
        this.timers = timers;
        this.fences = FencedShards.get(context.getSystem());
    }

    /** Enters a node into its store; to be completed before it looks for its cluster. */
    public static CompletionStage<Void> enter(FencedStore store, NodeId node) {
        return store.agree(entry(node), "entered").thenAccept(entered -> {});
    }

    /** Returns the behaviour; it ends when the node is admitted. */
    public static Behavior<?> create() {
        return Behaviors.<Event>setup(
                context -> Behaviors.withTimers(timers -> new StoreGuard(context, timers).waiting()));
    }

    private Behavior<Event> waiting() {
        context.setLoggerName(StoreGuard.class);
        ActorSystem<?> system = context.getSystem();
        Member self = Cluster.get(system).selfMember();
        Cluster.get(system)
                .subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(
                                SelfUp.class,
                                up -> new Up(oldest(up.currentClusterState().getMembers(), self))),
                        SelfUp.class));
        return Behaviors.receive(Event.class)
                .onMessage(Up.class, this::onUp)
                .onMessage(Failed.class, this::onFailed)
                .onMessage(Same.class, this::onSame)
                .build();
    }

    private Behavior<Event> onUp(Up up) {
        CompletionStage<Boolean> same = up.oldest()
                .map(oldest -> fences.store().agreed(entry(oldest.id())).thenApply(Optional::isPresent))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
        context.pipeToSelf(same, (store, failure) -> failure == null ? new Same(store) : new Failed(up));
        return Behaviors.same();
    }

    private Behavior<Event> onFailed(Failed failed) {
        timers.startSingleTimer(failed.up(), RETRY);
        return Behaviors.same();
    }

    private Behavior<Event> onSame(Same same) {
        if (same.store()) {
            fences.admit();
        } else {
            context.getLog()
                    .error("The cluster uses another store than this node, which therefore ends. All"
                            + " nodes of a cluster share one store: look at substrate.store and its settings");
            CoordinatedShutdown.get(context.getSystem()).runAll(OTHER_STORE);
        }
        return Behaviors.stopped();
    }

    /** Returns the oldest member, if it is not this node. */
    private static Optional<NodeInfo> oldest(Iterable<Member> members, Member self) {
        return StreamSupport.stream(members.spliterator(), false)
                .filter(member -> NodeInfo.of(member).isPresent())
                .reduce((one, other) -> one.isOlderThan(other) ? one : other)
                .filter(oldest -> !oldest.uniqueAddress().equals(self.uniqueAddress()))
                .flatMap(NodeInfo::of);
    }

    private static String entry(NodeId node) {
        return "node-" + node;
    }
}
