package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.id.NodeId;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a service that follows points goes from node to node: who is nearest now waits for who was. For the actor of its host. */
final class HandOvers {

    /** A node that was asked is passive now. */
    record Yielded(ServiceDesk.HandedOver by) implements ServiceHost.Told {}

    private final TimerScheduler<ServiceHost.Command> timers;
    private final Service<?> service;
    private final HostEnvironment env;
    private final ActorRef<ServiceDesk.HandedOver> yielded;

    // Also read by the actor of the service.
    private volatile ServiceHost.@Nullable Carriers carriers;

    private final Set<NodeId> handingOver = new HashSet<>();
    private boolean handedOver;
    private final List<ActorRef<ServiceDesk.HandedOver>> yielding = new ArrayList<>();

    HandOvers(
            ActorContext<ServiceHost.Command> context,
            TimerScheduler<ServiceHost.Command> timers,
            Service<?> service,
            HostEnvironment env) {
        this.timers = timers;
        this.service = service;
        this.env = env;
        yielded = context.messageAdapter(ServiceDesk.HandedOver.class, Yielded::new);
    }

    /** Returns who carries the service; null if that is not known. Safe for use by several threads. */
    ServiceHost.@Nullable Carriers carriers() {
        return carriers;
    }

    void take(ServiceHost.Carriers now) {
        carriers = now;
    }

    // To this node.

    /** Returns whether the service may begin here; if others have to become passive first, asks those, once. */
    boolean mayBegin() {
        if (handedOver) {
            handedOver = false;
            return true;
        }
        ServiceHost.Carriers now = carriers;
        if (now == null
                || !handingOver.isEmpty()
                || !(service.activation() instanceof Activation.Supernode supernode)) {
            return false;
        }
        NodeId self = env.self().get().node();
        List<RingMember> before = before(
                env.seen().get().reachable(),
                self,
                Whereabouts.nearest(
                        service.name(),
                        supernode,
                        now.carriers(),
                        env.seen().get().ring(),
                        self),
                now.active());
        before.forEach(member -> handingOver.add(member.node()));
        before.forEach(member -> env.handOver().accept(member, yielded));
        if (before.isEmpty()) {
            return true;
        }
        timers.startSingleTimer(ServiceHost.Timer.HANDED_OVER, ServiceHost.Timer.HANDED_OVER, service.stopTimeout());
        return false;
    }

    /** Returns the members where a service still is active though it should not be. */
    static List<RingMember> before(Ring reachable, NodeId self, Set<NodeId> nearest, Set<NodeId> active) {
        return reachable.members().stream()
                .filter(member -> !member.node().equals(self) && !nearest.contains(member.node()))
                .filter(member -> active.contains(member.node()))
                .toList();
    }

    void take(Yielded one) {
        if (handingOver.remove(one.by().node()) && handingOver.isEmpty()) {
            timers.cancel(ServiceHost.Timer.HANDED_OVER);
            handedOver = true;
        }
    }

    /** Those that were asked have had their time. */
    void expire() {
        handingOver.clear();
        handedOver = true;
    }

    /** The service is not to be active here after all. */
    void forget() {
        handedOver = false;
        handingOver.clear();
        timers.cancel(ServiceHost.Timer.HANDED_OVER);
    }

    // From this node.

    /** Takes a node for a carrier before the desks have told of it. */
    void alsoCarries(RingMember member, ServiceHost.Carriers now) {
        List<RingMember> all = new ArrayList<>(now.carriers().members());
        all.add(member);
        carriers = new ServiceHost.Carriers(Ring.of(all), now.active());
    }

    /** Somebody is to be told when the service is passive here. */
    void owe(ActorRef<ServiceDesk.HandedOver> replyTo) {
        yielding.add(replyTo);
    }

    /** The service is passive here: tells those who wait for it. */
    void passive() {
        yielding.forEach(this::tell);
        yielding.clear();
    }

    void tell(ActorRef<ServiceDesk.HandedOver> replyTo) {
        replyTo.tell(new ServiceDesk.HandedOver(service.name(), env.self().get().node()));
    }
}
