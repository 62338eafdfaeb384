package dev.substrate.service.internal.member;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.substrate.node.CborMessage;
import dev.substrate.node.RingView;
import dev.substrate.record.Dht;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.ServiceEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells this node's services of arrivals and departures, and lets those handle them for which this node is the nearest. Claims lie in records, so
 * what nodes see of the cluster decides only who claims first.
 */
public final class MemberDesk extends AbstractBehavior<MemberDesk.Command> {

    /** What it is told. */
    public sealed interface Command {}

    /** A service was added to this node: it is told of the members that there are. */
    public record ServiceAdded(String service) implements Command {}

    /** The record of a life was come across. */
    record Found(Life life) implements Command {}

    /**
     * A life is over of which nobody may have heard, since the whole cluster was away. Sent to all nodes.
     *
     * @param life its record
     */
    record Unsettled(Life life) implements Command, CborMessage {}

    private record Arrived(RingMember member) implements Command {}

    private record Departed(RingMember member) implements Command {}

    private record RingIs(Ring reachable) implements Command {}

    private record DesksAre(Receptionist.Listing listing) implements Command {}

    private record Entered(boolean entered) implements Command {}

    private record Claimed(Duties.Key key, Set<String> asked, Life.@Nullable Claim claim) implements Command {}

    private record Looked(Duties.Key key, @Nullable Life life) implements Command {}

    private record Done(Duties.Key key, String service) implements Command {}

    private record Failed(Duties.Key key, String service, String reason) implements Command {}

    /** @param life the record as it is now; empty if it is not there any more */
    private record Noted(Duties.Key key, Set<String> services, Optional<Life> life) implements Command {}

    private record NotNoted(Duties.Key key) implements Command {}

    private record Again(Duties.Key key, String service) implements Command {}

    private enum Tick implements Command {
        TICK
    }

    /**
     * What is around a desk.
     *
     * @param carriers tells which nodes carry a service
     * @param services the names of the services that this node carries
     * @param show shows an event to one of them
     */
    public record Surroundings(
            Dht dht,
            RingView view,
            Carriers carriers,
            Supplier<Set<String>> services,
            BiConsumer<String, ServiceEvent> show,
            DeskSettings settings) {}

    private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "substrate-member-desk");

    private final TimerScheduler<Command> timers;
    private final Surroundings around;
    private final MemberRecords records;
    private final RingMember self;
    private final Duties duties;
    private final DoneDuties done = new DoneDuties();
    private final Suspects suspects;
    private final Set<RingMember> members = new HashSet<>();
    private Set<ActorRef<Command>> desks = Set.of();
    private Ring reachable = Ring.EMPTY;
    private boolean entered;

    private MemberDesk(ActorContext<Command> context, TimerScheduler<Command> timers, Surroundings around) {
        super(context);
        this.timers = timers;
        this.around = around;
        records =
                new MemberRecords(around.dht(), around.view(), around.settings().keptFor());
        suspects = new Suspects(records::present);
        self = around.view().self();
        duties = new Duties(self, around.carriers());
        Receptionist receptionist = Receptionist.get(context.getSystem());
        receptionist.ref().tell(Receptionist.register(KEY, context.getSelf()));
        receptionist
                .ref()
                .tell(Receptionist.subscribe(KEY, context.messageAdapter(Receptionist.Listing.class, DesksAre::new)));
        around.view().listen(listener(context.getSelf()));
        timers.startTimerWithFixedDelay(Tick.TICK, Tick.TICK, around.settings().lookInterval());
    }

    /** Returns the behaviour. */
    public static Behavior<Command> create(Surroundings around) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new MemberDesk(context, timers, around)));
    }

    private static RingView.Listener listener(ActorRef<Command> desk) {
        return new RingView.Listener() {
            @Override
            public void onRing(RingView.Seen seen) {
                desk.tell(new RingIs(seen.reachable()));
            }

            @Override
            public void onArrival(RingMember member) {
                desk.tell(new Arrived(member));
            }

            @Override
            public void onDeparture(RingMember member) {
                desk.tell(new Departed(member));
            }
        };
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(Departed.class, this::onDeparted)
                .onMessage(RingIs.class, this::onRing)
                .onMessage(ServiceAdded.class, this::onServiceAdded)
                .onMessage(DesksAre.class, this::onDesks)
                .onMessage(Entered.class, this::onEntered)
                .onMessage(Found.class, this::onFound)
                .onMessage(Unsettled.class, this::onUnsettled)
                .onMessage(Claimed.class, this::onClaimed)
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Done.class, this::onDone)
                .onMessage(Failed.class, this::onFailed)
                .onMessage(Noted.class, this::onNoted)
                .onMessage(NotNoted.class, this::onNotNoted)
                .onMessage(Again.class, this::onAgain)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Command> onArrived(Arrived arrived) {
        members.add(arrived.member());
        if (arrived.member().incarnation() == self.incarnation()) {
            enter();
        }
        return begin(new Duties.Key(MemberChange.ARRIVAL, arrived.member()));
    }

    private Behavior<Command> onDeparted(Departed departed) {
        members.remove(departed.member());
        if (departed.member().equals(self)) {
            // What is to be done about that, others do.
            return Behaviors.stopped();
        }
        return begin(new Duties.Key(MemberChange.DEPARTURE, departed.member()));
    }

    private Behavior<Command> onRing(RingIs ring) {
        reachable = ring.reachable();
        around.carriers().refresh(around.services().get());
        return review();
    }

    private Behavior<Command> onServiceAdded(ServiceAdded added) {
        around.carriers().refresh(Set.of(added.service()));
        members.forEach(member -> around.show().accept(added.service(), new ServiceEvent.NodeArrived(member, null)));
        return this;
    }

    private Behavior<Command> onDesks(DesksAre desksAre) {
        desks = desksAre.listing().getServiceInstances(KEY);
        return this;
    }

    private Behavior<Command> onEntered(Entered outcome) {
        entered |= outcome.entered();
        return this;
    }

    private Behavior<Command> onFound(Found found) {
        suspects.found(found.life());
        return this;
    }

    private Behavior<Command> onUnsettled(Unsettled unsettled) {
        return records.present(unsettled.life())
                ? this
                : begin(new Duties.Key(MemberChange.DEPARTURE, unsettled.life().member()));
    }

    private Behavior<Command> begin(Duties.Key key) {
        return duties.add(key, around.services().get()) ? review() : this;
    }

    /** Claims what it is this node's turn to handle, and tells the services of the rest. */
    private Behavior<Command> review() {
        duties.turns(reachable)
                .forEach((key, services) -> getContext()
                        .pipeToSelf(
                                records.claim(key, services),
                                (claim, failure) -> new Claimed(key, services, failure == null ? claim : null)));
        duties.open().forEach(this::showWithoutHandling);
        return this;
    }

    private Behavior<Command> onClaimed(Claimed claimed) {
        Life.Claim claim = claimed.claim();
        if (claim == null) {
            duties.notClaimed(claimed.key(), claimed.asked());
            return this;
        }
        duties.claimed(claimed.key(), claimed.asked(), claim.granted());
        claim.granted().forEach(service -> showWithHandling(claimed.key(), service));
        showWithoutHandling(claimed.key());
        duties.settle(claimed.key(), claim.next());
        return this;
    }

    private void showWithoutHandling(Duties.Key key) {
        duties.toShow(key).forEach(service -> around.show().accept(service, event(key, null)));
    }

    private void showWithHandling(Duties.Key key, String service) {
        ActorRef<Command> desk = getContext().getSelf();
        if (service.equals(Duties.CLUSTER)) {
            desk.tell(new Done(key, service));
            return;
        }
        getContext()
                .getLog()
                .debug(
                        "'{}' handles the {} of {}",
                        service,
                        key.change(),
                        key.subject().label());
        Again again = new Again(key, service);
        timers.startSingleTimer(again, again, around.settings().handlingRetry());
        around.show().accept(service, event(key, new ServiceEvent.Handling() {
            @Override
            public void done() {
                desk.tell(new Done(key, service));
            }

            @Override
            public void failed(String reason) {
                desk.tell(new Failed(key, service, reason));
            }
        }));
    }

    private Behavior<Command> onAgain(Again again) {
        if (duties.handling(again.key()).contains(again.service()) && !done.contains(again.key(), again.service())) {
            showWithHandling(again.key(), again.service());
        }
        return this;
    }

    private Behavior<Command> onFailed(Failed failed) {
        getContext()
                .getLog()
                .warn(
                        "'{}' could not handle the {} of {}, and is told again in {}: {}",
                        failed.service(),
                        failed.key().change(),
                        failed.key().subject().label(),
                        around.settings().handlingRetry(),
                        failed.reason());
        return this;
    }

    private Behavior<Command> onDone(Done one) {
        if (duties.handling(one.key()).contains(one.service())) {
            timers.cancel(new Again(one.key(), one.service()));
            done.add(one.key(), one.service());
            note(one.key());
        }
        return this;
    }

    private void note(Duties.Key key) {
        Set<String> services = done.toWrite(key);
        if (!services.isEmpty()) {
            getContext()
                    .pipeToSelf(
                            records.done(key, services),
                            (life, failure) -> failure == null ? new Noted(key, services, life) : new NotNoted(key));
        }
    }

    private Behavior<Command> onNoted(Noted noted) {
        done.written(noted.key(), noted.services());
        duties.relieved(noted.key(), noted.services());
        // Without a record there is nobody left who would handle it.
        noted.life().ifPresentOrElse(life -> duties.settle(noted.key(), life), () -> duties.forget(noted.key()));
        note(noted.key());
        return this;
    }

    /** It is tried again with the next tick. */
    private Behavior<Command> onNotNoted(NotNoted notNoted) {
        done.notWritten(notNoted.key());
        return this;
    }

    private Behavior<Command> onLooked(Looked looked) {
        Life life = looked.life();
        if (life != null) {
            duties.settle(looked.key(), life);
        }
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        if (!entered && members.contains(self)) {
            enter();
        }
        around.carriers().refresh(around.services().get());
        done.keys().forEach(this::note);
        for (Duties.Key key : duties.open()) {
            getContext()
                    .pipeToSelf(
                            records.read(key),
                            (life, failure) -> new Looked(key, failure == null ? life.orElse(null) : null));
        }
        suspects.tick().forEach(life -> desks.forEach(desk -> desk.tell(new Unsettled(life))));
        return review();
    }

    private void enter() {
        getContext().pipeToSelf(records.enter(), (nothing, failure) -> new Entered(failure == null));
    }

    private static ServiceEvent event(Duties.Key key, ServiceEvent.@Nullable Handling handling) {
        return key.change() == MemberChange.ARRIVAL
                ? new ServiceEvent.NodeArrived(key.subject(), handling)
                : new ServiceEvent.NodeDeparted(key.subject(), handling);
    }
}
