package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.substrate.id.NodeId;
import dev.substrate.node.RingView;
import dev.substrate.node.RingView.Seen;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.host.ServiceHosts.Hosted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Sends and receives the messages of a node. Those of other nodes find it through the receptionist, under the name of each service that the node carries and each topic
 * that it subscribes to.
 *
 * <p>One actor for all calls, instead of an ask for each: their stages do not fall into the common pool, and a call ends when its node does.
 */
final class PostOffice extends AbstractBehavior<PostOffice.Message> implements Call.Office {

    sealed interface Message permits Local, Wire.Order, Wire.Answer {}

    /** What is said on this node only. */
    sealed interface Local extends Message {}

    /** Carry out a call. */
    record Submit(Call call) implements Local {}

    /** Tell when a name has a node that can be reached, or that the deadline has passed. */
    record Await(Name name, long deadlineNanos, Consumer<Boolean> result) implements Local {}

    /** Tell which nodes have a name and can be reached, as far as is known now. */
    record Find(Name name, Consumer<Set<NodeId>> result) implements Local {}

    /** Send a message that nobody waits for to a node that a service has named. */
    record PassOn(Wire.Deliver order, NodeId to) implements Local {}

    /** Look at what the node carries and subscribes to. */
    enum Announce implements Local {
        ANNOUNCE
    }

    private record Registered(Name name, Set<ActorRef<Message>> offices) implements Local {}

    private record RingChanged(Seen seen) implements Local {}

    private record Departed(RingMember member) implements Local {}

    private enum Tick implements Local {
        TICK
    }

    /** What a post office is given. */
    record Setup(
            MessageSettings settings,
            Entities entities,
            Subscriptions subscriptions,
            Supplier<Set<Name>> announced,
            Function<String, Optional<Hosted>> hosts,
            Random random) {}

    private static final Duration TICK = Duration.ofMillis(50);

    private final Setup setup;
    private final RingMember member;
    private final Inbox inbox;
    private final Directory directory;
    private final Followers followers;
    private final Announcements announcements;
    private final Pending<Call> pending = new Pending<>(System.nanoTime());
    /** Calls in the order in which they came, the first of which waits until anything is heard of its name. */
    private final Deque<Call> waiting = new ArrayDeque<>();

    private final List<Await> awaiting = new ArrayList<>();
    private boolean stopping;

    static Behavior<Message> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, TICK);
            return new PostOffice(context, setup);
        }));
    }

    private PostOffice(ActorContext<Message> context, Setup setup) {
        super(context);
        this.setup = setup;
        ActorRef<Message> self = context.getSelf();
        RingView view = RingView.get(context.getSystem());
        this.member = view.self();
        this.inbox = new Inbox(member.node(), setup.entities(), setup.subscriptions(), setup.hosts(), self);
        this.directory = new Directory(member.address());
        this.followers = new Followers(context, setup.settings().namesFollowedMax(), Registered::new);
        this.announcements = new Announcements(context.getSystem().receptionist(), self);
        followers.use(Name.Office.OFFICE);
        onAnnounce();
        view.listen(new RingView.Listener() {
            @Override
            public void onRing(Seen seen) {
                self.tell(new RingChanged(seen));
            }

            @Override
            public void onDeparture(RingMember gone) {
                self.tell(new Departed(gone));
            }
        });
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, submit -> onSubmit(submit.call()))
                .onMessage(Await.class, this::onAwait)
                .onMessage(Find.class, this::onFind)
                .onMessage(PassOn.class, this::onPassOn)
                .onMessage(Announce.class, announce -> onAnnounce())
                .onMessage(Registered.class, this::onRegistered)
                .onMessage(RingChanged.class, this::onRingChanged)
                .onMessage(Departed.class, this::onDeparted)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Wire.Order.class, this::onOrder)
                .onMessage(Wire.Answer.class, this::onAnswer)
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<Message> onSubmit(Call call) {
        follow(call.name());
        waiting.add(call);
        return startWaiting();
    }

    private Behavior<Message> onAwait(Await await) {
        follow(await.name());
        awaiting.add(await);
        return tellAwaiting();
    }

    private Behavior<Message> onFind(Find find) {
        follow(find.name());
        find.result().accept(Set.copyOf(directory.reachable(find.name()).keySet()));
        return this;
    }

    private Behavior<Message> onPassOn(PassOn message) {
        return onSubmit(LetterCall.passedOn(
                message.order(),
                message.to(),
                nowNanos() + setup.settings().deadline().toNanos(),
                setup.settings().hopsMax(),
                result -> getContext().getLog().debug("Passed on to {}: {}", message.to(), result)));
    }

    private Behavior<Message> onAnnounce() {
        announcements.announce(setup.announced().get());
        return this;
    }

    private Behavior<Message> onRegistered(Registered registered) {
        if (followers.follows(registered.name())) {
            directory.learn(registered.name(), registered.offices());
            tellAwaiting();
            startWaiting();
        }
        return this;
    }

    private Behavior<Message> onRingChanged(RingChanged changed) {
        directory.seen(changed.seen());
        return tellAwaiting();
    }

    private Behavior<Message> onDeparted(Departed departed) {
        for (Pending.Sent<Call> sent : pending.lostWith(departed.member())) {
            sent.call().onAway(this, sent.to());
        }
        return this;
    }

    private Behavior<Message> onTick() {
        long now = nowNanos();
        for (Pending.Sent<Call> sent : pending.expired(now)) {
            sent.call().onSilence(this, sent.to());
        }
        for (Call call : List.copyOf(waiting)) {
            if (now - call.deadlineNanos() >= 0) {
                waiting.remove(call);
                call.notStarted("the node does not know yet who can be reached");
            }
        }
        return tellAwaiting();
    }

    private Behavior<Message> onOrder(Wire.Order order) {
        inbox.onOrder(order);
        return this;
    }

    private Behavior<Message> onAnswer(Wire.Answer answer) {
        // A notice that a subscriber is being asked is not yet the answer.
        Optional<Pending.Sent<Call>> sent =
                answer instanceof Wire.Proposed ? pending.find(answer.call()) : pending.remove(answer.call());
        sent.ifPresent(known -> known.call().onAnswer(this, known.to(), answer));
        return this;
    }

    /** The node ends: whoever still waits is told that it is not known how it will end. */
    private Behavior<Message> onStop() {
        stopping = true;
        try {
            onTick();
        } catch (RejectedExecutionException e) {
            getContext().getLog().debug("Nobody is left to be told", e);
        }
        return this;
    }

    private void follow(Name name) {
        followers.use(name);
        if (followers.tooMany()) {
            Set<Name> needed = new HashSet<>(Set.of(name));
            waiting.forEach(call -> needed.add(call.name()));
            awaiting.forEach(await -> needed.add(await.name()));
            followers.spare(needed).forEach(directory::forget);
        }
    }

    private Behavior<Message> startWaiting() {
        // One after the other, also for different names: what was sent first arrives first.
        while (!waiting.isEmpty()
                && directory.knows(Name.Office.OFFICE)
                && directory.knows(waiting.getFirst().name())) {
            waiting.removeFirst().start(this);
        }
        return this;
    }

    private Behavior<Message> tellAwaiting() {
        long now = nowNanos();
        awaiting.removeIf(await -> {
            boolean there = !directory.reachable(await.name()).isEmpty();
            if (there || now - await.deadlineNanos() >= 0) {
                await.result().accept(there);
                return true;
            }
            return false;
        });
        return this;
    }

    @Override
    public ActorRef<Message> ref() {
        return getContext().getSelf();
    }

    @Override
    public NodeId self() {
        return member.node();
    }

    @Override
    public Ring ring() {
        return directory.ring();
    }

    @Override
    public Map<NodeId, Peer> reachable(Name name) {
        return directory.reachable(name);
    }

    @Override
    public Set<NodeId> unreachable(Name name) {
        return directory.unreachable(name);
    }

    @Override
    public long nowNanos() {
        // At the end of the node all deadlines have passed.
        return System.nanoTime() + (stopping ? 2 * Outgoing.DEADLINE_MAX.toNanos() : 0);
    }

    @Override
    public Random random() {
        return setup.random();
    }

    @Override
    public void send(Call call, Peer to, long deadlineNanos, LongFunction<Wire.Order> order) {
        to.office().tell(order.apply(pending.add(call, to.member(), deadlineNanos)));
    }
}
