package dev.substrate.node.internal;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import dev.substrate.node.RingView;
import dev.substrate.node.RingView.Listener;
import dev.substrate.node.RingView.Seen;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes a ring of the events of a cluster, and tells listeners what changes. */
public final class RingWatcher extends AbstractBehavior<RingWatcher.Event> {

    /** What it is told. */
    public sealed interface Event {}

    /** Somebody wants to hear of changes. */
    public record Listen(Listener listener) implements Event {}

    private record Changed(ClusterEvent.ClusterDomainEvent event) implements Event {}

    private final Consumer<Seen> published;
    private final Map<UniqueAddress, Member> members = new HashMap<>();
    private final Set<UniqueAddress> unreachable = new HashSet<>();
    /** The lives that have been up and are not gone, in the order in which they came. */
    private final Map<UniqueAddress, RingMember> arrived = new LinkedHashMap<>();

    private final List<Listener> listeners = new ArrayList<>();
    private Seen seen = new Seen(Ring.EMPTY, Ring.EMPTY, Set.of());

    private RingWatcher(ActorContext<Event> context, Consumer<Seen> published) {
        super(context);
        this.published = published;
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Changed::new),
                        ClusterEvent.ClusterDomainEvent.class));
    }

    /**
     * Returns the behaviour.
     *
     * @param published gets each view before the listeners hear of it
     */
    public static Behavior<Event> create(Consumer<Seen> published) {
        return Behaviors.setup(context -> new RingWatcher(context, published));
    }

    @Override
    public Receive<Event> createReceive() {
        return newReceiveBuilder()
                .onMessage(Listen.class, this::onListen)
                .onMessage(Changed.class, this::onChanged)
                .build();
    }

    private Behavior<Event> onListen(Listen listen) {
        listeners.add(listen.listener());
        arrived.values().forEach(listen.listener()::onArrival);
        listen.listener().onRing(seen);
        return this;
    }

    private Behavior<Event> onChanged(Changed changed) {
        ClusterEvent.ClusterDomainEvent event = changed.event();
        Optional<RingMember> departed = Optional.empty();
        Optional<RingMember> newcomer = Optional.empty();
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            UniqueAddress address = removed.member().uniqueAddress();
            members.remove(address);
            unreachable.remove(address);
            departed = Optional.ofNullable(arrived.remove(address));
        } else if (event instanceof ClusterEvent.MemberEvent moved) {
            newcomer = entered(moved.member());
        } else if (event instanceof ClusterEvent.UnreachableMember lost) {
            unreachable.add(lost.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.ReachableMember found) {
            unreachable.remove(found.member().uniqueAddress());
        } else {
            return this;
        }
        look();
        newcomer.ifPresent(member -> listeners.forEach(listener -> listener.onArrival(member)));
        departed.ifPresent(member -> listeners.forEach(listener -> listener.onDeparture(member)));
        return this;
    }

    private Optional<RingMember> entered(Member member) {
        members.put(member.uniqueAddress(), member);
        if (!member.status().equals(MemberStatus.up()) || arrived.containsKey(member.uniqueAddress())) {
            return Optional.empty();
        }
        Optional<RingMember> newcomer = RingView.member(member);
        newcomer.ifPresent(known -> arrived.put(member.uniqueAddress(), known));
        return newcomer;
    }

    private void look() {
        List<Member> up = members.values().stream()
                .filter(member -> member.status().equals(MemberStatus.up()))
                .toList();
        Seen now = new Seen(
                ringOf(up),
                ringOf(up.stream()
                        .filter(member -> !unreachable.contains(member.uniqueAddress()))
                        .toList()),
                members.keySet().stream().map(UniqueAddress::longUid).collect(Collectors.toSet()));
        if (!now.equals(seen)) {
            seen = now;
            published.accept(now);
            listeners.forEach(listener -> listener.onRing(now));
        }
    }

    private static Ring ringOf(Collection<Member> members) {
        return Ring.of(
                members.stream().map(RingView::member).flatMap(Optional::stream).toList());
    }
}
