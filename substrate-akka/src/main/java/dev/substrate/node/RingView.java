package dev.substrate.node;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import dev.substrate.node.internal.RingWatcher;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster as this node sees it. A member is on the ring from the moment when it is up until it leaves or is removed, whether it can be reached or not.
 *
 * <p>Safe for use by several threads.
 */
public final class RingView implements Extension {

    private static final Id ID = new Id();

    private final ActorSystem<?> system;
    private final ActorRef<RingWatcher.Event> watcher;
    private volatile Seen seen = new Seen(Ring.EMPTY, Ring.EMPTY, Set.of());

    private RingView(ActorSystem<?> system) {
        this.system = system;
        watcher = system.systemActorOf(RingWatcher.create(now -> seen = now), "ring-watcher", Props.empty());
    }

    /** Is told what changes, one change after the other, on an actor's thread: it must not block. */
    public interface Listener {

        /** There is another ring than before, or other members can be reached. */
        default void onRing(Seen seen) {}

        /** A member is up that was not. */
        default void onArrival(RingMember member) {}

        /** A member is gone for good: this life of the node will never be a member again. */
        default void onDeparture(RingMember member) {}
    }

    /**
     * What a node sees of its cluster.
     *
     * @param ring the members that are up
     * @param reachable those of them that nobody finds unreachable
     * @param incarnations the lives of nodes that are in the cluster in any state, also those that are not yet up, or leave
     */
    public record Seen(Ring ring, Ring reachable, Set<Long> incarnations) {

        /** Makes one. */
        public Seen {
            incarnations = Set.copyOf(incarnations);
        }
    }

    /** Returns the view of the node that runs the system. */
    public static RingView get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Returns what this node sees now. */
    public Seen seen() {
        return seen;
    }

    /** Returns the members that are up. */
    public Ring ring() {
        return seen.ring();
    }

    /** Returns this life of this node, which need not be up. */
    public RingMember self() {
        return member(Cluster.get(system).selfMember())
                .orElseThrow(() -> new IllegalStateException("This node has no id among its roles"));
    }

    /** Adds a listener for the life of the node; it is told first of what there is: the members up as arrivals, then the ring. */
    public void listen(Listener listener) {
        watcher.tell(new RingWatcher.Listen(listener));
    }

    /** Returns the member of the ring that a member of the cluster is; empty if it is no Substrate node. */
    public static Optional<RingMember> member(Member member) {
        return NodeInfo.of(member)
                .map(info -> new RingMember(
                        info.id(),
                        member.uniqueAddress().longUid(),
                        info.number(),
                        member.address()
                                .hostPort()
                                .substring(member.address().hostPort().indexOf('@') + 1)));
    }

    private static final class Id extends AbstractExtensionId<RingView> {
        @Override
        public RingView createExtension(ExtendedActorSystem system) {
            return new RingView(Adapter.toTyped(system));
        }
    }
}
