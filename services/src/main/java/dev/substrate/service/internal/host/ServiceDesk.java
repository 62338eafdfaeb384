package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.id.NodeId;
import dev.substrate.node.CborMessage;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.internal.host.HostStatus.State;
import dev.substrate.service.internal.slot.SlotRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where other nodes ask which services a node carries, and leave hints for their hosts. There is one on each node, at a path that follows from the address of the
 * node, so whoever knows the ring knows the desks.
 */
public final class ServiceDesk extends AbstractBehavior<ServiceDesk.Command> {

    /** The name of the actor, below {@code /system}. */
    static final String NAME = "service-desk";

    /** What it is told. */
    public sealed interface Command {}

    /** Which services does the node carry, and how are they? */
    public record Ask(ActorRef<Report> replyTo) implements Command, CborMessage {}

    /** The slots of a service have been changed. */
    public record Look(String service, Place place, long version) implements Command, CborMessage {}

    /** Somebody found that slots may have to be given or taken. */
    public record Think(NodeId hintFrom) implements Command, CborMessage {}

    /** Another node is nearest to a point of a service now. */
    public record HandOver(String service, RingMember asker, ActorRef<HandedOver> replyTo)
            implements Command, CborMessage {}

    /** A service is passive on the node now, as far as the asker is concerned. */
    public record HandedOver(String service, NodeId node) implements CborMessage {}

    /** A host of this node has done all that it does before the node leaves. */
    record Left(String service) {}

    /**
     * What a node carries.
     *
     * @param member which life of which node says so
     * @param leaving whether the node is about to leave
     */
    public record Report(RingMember member, boolean leaving, List<Carried> services) implements CborMessage {}

    /**
     * A service on a node.
     *
     * @param slots what it declares of its slots; null if it has none
     * @param points how many points it has; 0 if it has none
     * @param status how it is
     */
    public record Carried(String service, @Nullable SlotRule slots, int points, HostStatus status) {}

    /** A host of this node has news for whoever gives slots. */
    enum Hint implements Command {
        HINT
    }

    /** The node carries another service. */
    enum Added implements Command {
        ADDED
    }

    /** The node leaves; answered when all its services are passive. */
    record LeaveAll(ActorRef<Left> replyTo) implements Command {}

    private record RingMoved(RingView.Seen seen) implements Command {}

    private record Reported(Report report) implements Command {}

    private record OneLeft(Left left) implements Command {}

    private enum Timer implements Command {
        GATHER,
        GATHERED
    }

    private final ServiceHosts hosts;
    private final Desks desks;
    private final ActorRef<SlotCoordinator.Command> coordinator;
    private final HostSettings settings;
    private final TimerScheduler<Command> timers;
    private final Gathering gathering = new Gathering();
    private final ActorRef<Report> reported;
    private boolean leaving;
    private final Set<String> notYetLeft = new HashSet<>();
    private @Nullable ActorRef<Left> leaver;

    private ServiceDesk(
            ActorContext<Command> context, TimerScheduler<Command> timers, ServiceHosts hosts, HostSettings settings) {
        super(context);
        context.setLoggerName(ServiceDesk.class);
        this.hosts = hosts;
        this.settings = settings;
        this.timers = timers;
        desks = new Desks(context.getSystem());
        reported = context.messageAdapter(Report.class, Reported::new);
        RingView view = RingView.get(context.getSystem());
        coordinator = context.spawn(
                SlotCoordinator.create(new SlotCoordinator.Environment(
                        view::self, view::seen, desks::of, hosts.records(), settings, System::nanoTime)),
                "coordinator");
        ActorRef<Command> self = context.getSelf();
        view.listen(new RingView.Listener() {
            @Override
            public void onRing(RingView.Seen seen) {
                self.tell(new RingMoved(seen));
            }
        });
        timers.startTimerWithFixedDelay(Timer.GATHER, Timer.GATHER, settings.lookInterval());
    }

    static Behavior<Command> create(ServiceHosts hosts, HostSettings settings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ServiceDesk(context, timers, hosts, settings)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Look.class, this::onLook)
                .onMessage(Think.class, this::onThink)
                .onMessage(HandOver.class, this::onHandOver)
                .onMessage(Hint.class, hint -> hint())
                .onMessage(Added.class, this::onAdded)
                .onMessage(RingMoved.class, this::onRingMoved)
                .onMessage(Reported.class, this::onReported)
                .onMessage(Timer.class, this::onTimer)
                .onMessage(LeaveAll.class, this::onLeaveAll)
                .onMessage(OneLeft.class, this::onOneLeft)
                .build();
    }

    private Behavior<Command> onAsk(Ask ask) {
        ask.replyTo()
                .tell(new Report(
                        RingView.get(getContext().getSystem()).self(),
                        leaving,
                        hosts.all().stream().map(ServiceDesk::carried).toList()));
        return this;
    }

    private static Carried carried(ServiceHosts.Hosted hosted) {
        Activation activation = hosted.service().activation();
        return new Carried(
                hosted.service().name(),
                activation instanceof Activation.Slots slots
                        ? new SlotRule(slots.scope(), slots.names(), slots.excludes())
                        : null,
                activation instanceof Activation.Supernode supernode ? supernode.points() : 0,
                hosted.status().get());
    }

    private Behavior<Command> onLook(Look look) {
        hosts.find(look.service()).ifPresent(hosted -> hosted.host().tell(new ServiceHost.Look(look.version())));
        return this;
    }

    private Behavior<Command> onThink(Think think) {
        coordinator.tell(SlotCoordinator.Think.THINK);
        return this;
    }

    private Behavior<Command> hint() {
        RingView view = RingView.get(getContext().getSystem());
        SlotCoordinator.at(view.seen())
                .ifPresent(member -> desks.of(member).tell(new Think(view.self().node())));
        return this;
    }

    private Behavior<Command> onAdded(Added added) {
        gather();
        return hint();
    }

    private Behavior<Command> onHandOver(HandOver handOver) {
        Optional<ServiceHosts.Hosted> hosted = hosts.find(handOver.service());
        if (hosted.isPresent()) {
            hosted.get().host().tell(new ServiceHost.Yield(handOver.asker(), handOver.replyTo()));
        } else {
            handOver.replyTo()
                    .tell(new HandedOver(
                            handOver.service(),
                            RingView.get(getContext().getSystem()).self().node()));
        }
        return this;
    }

    private Behavior<Command> onRingMoved(RingMoved moved) {
        hosts.all().forEach(hosted -> hosted.host().tell(ServiceHost.RingChanged.NOW));
        coordinator.tell(new SlotCoordinator.RingMoved(moved.seen()));
        gather();
        return this;
    }

    // Which members carry the services that follow points; only nodes that carry one themselves ask.

    private void gather() {
        if (hosts.all().stream().noneMatch(hosted -> hosted.service().activation() instanceof Activation.Supernode)) {
            return;
        }
        Ring reachable = RingView.get(getContext().getSystem()).seen().reachable();
        gathering.begin(reachable);
        reachable.members().forEach(member -> desks.of(member).tell(new Ask(reported)));
        timers.startSingleTimer(Timer.GATHERED, Timer.GATHERED, settings.deskTimeout());
    }

    private Behavior<Command> onReported(Reported reported) {
        if (gathering.add(reported.report())) {
            gathered();
        }
        return this;
    }

    private void gathered() {
        timers.cancel(Timer.GATHERED);
        for (ServiceHosts.Hosted hosted : hosts.all()) {
            if (hosted.service().activation() instanceof Activation.Supernode) {
                String name = hosted.service().name();
                hosted.host()
                        .tell(new ServiceHost.Carriers(
                                Ring.of(members(name, false)),
                                members(name, true).stream()
                                        .map(RingMember::node)
                                        .collect(Collectors.toSet())));
            }
        }
    }

    private List<RingMember> members(String service, boolean onlyActive) {
        return gathering.reports().stream()
                .filter(report -> !report.leaving() || onlyActive)
                .filter(report -> report.services().stream()
                        .anyMatch(carried -> carried.service().equals(service)
                                && (!onlyActive || carried.status().state() != State.PASSIVE)))
                .map(Report::member)
                .toList();
    }

    private Behavior<Command> onTimer(Timer timer) {
        if (timer == Timer.GATHER) {
            gather();
        } else {
            gathered();
        }
        return this;
    }

    private Behavior<Command> onLeaveAll(LeaveAll leave) {
        leaving = true;
        leaver = leave.replyTo();
        hint();
        ActorRef<Left> adapter = getContext().messageAdapter(Left.class, OneLeft::new);
        for (ServiceHosts.Hosted hosted : hosts.all()) {
            notYetLeft.add(hosted.service().name());
            hosted.host().tell(new ServiceHost.Leave(adapter));
        }
        return left();
    }

    private Behavior<Command> onOneLeft(OneLeft one) {
        notYetLeft.remove(one.left().service());
        return left();
    }

    private Behavior<Command> left() {
        if (notYetLeft.isEmpty() && leaver != null) {
            leaver.tell(new Left(""));
            leaver = null;
            hint();
        }
        return this;
    }
}
