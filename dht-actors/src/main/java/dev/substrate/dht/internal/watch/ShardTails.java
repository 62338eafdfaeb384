package dev.substrate.dht.internal.watch;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.substrate.dht.internal.change.ShardInterests;
import dev.substrate.dht.internal.change.ShardInterests.Follow;
import dev.substrate.dht.internal.change.ShardInterests.Written;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of the shards that somebody on this node watches, when told that something was written, and from time to time
 * in any case.
 */
public final class ShardTails extends AbstractBehavior<ShardTails.Message> {

    /** What the tails may be told. */
    public sealed interface Message {}

    private record Wake(int shard) implements Message {}

    /**
     * Somebody watches from now on.
     *
     * @param after the offset of each shard after which to begin
     * @param asOf when nothing behind them was written yet
     * @param catchUp whether much may lie behind them
     */
    record Join(Subscriber subscriber, Map<Integer, Long> after, Instant asOf, boolean catchUp) implements Message {}

    /** Somebody does not watch any more. */
    record Leave(Subscriber subscriber) implements Message {}

    /** Something is to be done on the thread of this actor. */
    record Do(Runnable action) implements Message {}

    private record Read(
            ShardTail tail,
            @Nullable VersionPage page,
            @Nullable Throwable failure) implements Message {}

    private record Settled(
            ShardTail tail,
            VersionPage page,
            @Nullable List<Change> settled,
            @Nullable Throwable failure) implements Message {}

    private enum Tick implements Message {
        POLL,
        QUIET
    }

    /**
     * How tails read.
     *
     * @param pollInterval how long until a shard is read of which nothing was heard
     * @param quietInterval how often those are told who see nothing
     * @param pageRowsMax how many rows are read at a time
     * @param readsAtOnceMax how many shards are read at a time
     * @param rememberedMax of how many records of a shard it is remembered what was shown
     */
    record Pace(
            Duration pollInterval, Duration quietInterval, int pageRowsMax, int readsAtOnceMax, int rememberedMax) {}

    private final ActorRef<Message> self;
    private final VersionStore store;
    private final Settler settler;
    private final ActorRef<ShardInterests.Message> interests;
    private final ActorRef<Written> written;
    private final Pace pace;
    private final Clock clock;
    private final Map<Integer, ShardTail> shared = new HashMap<>();
    private final Set<ShardTail> catchingUp = new LinkedHashSet<>();
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final Queue<ShardTail> due = new ArrayDeque<>();
    private Set<Integer> told = Set.of();
    private int reads;

    static Behavior<Message> create(
            VersionStore store, Settler settler, ActorRef<ShardInterests.Message> interests, Pace pace, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.POLL, pace.pollInterval());
            timers.startTimerWithFixedDelay(Tick.QUIET, pace.quietInterval());
            return new ShardTails(context, store, settler, interests, pace, clock);
        }));
    }

    private ShardTails(
            ActorContext<Message> context,
            VersionStore store,
            Settler settler,
            ActorRef<ShardInterests.Message> interests,
            Pace pace,
            Clock clock) {
        super(context);
        this.self = context.getSelf();
        this.store = store;
        this.settler = settler;
        this.interests = interests;
        this.written = context.messageAdapter(Written.class, one -> new Wake(one.shard()));
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wake.class, this::onWake)
                .onMessage(Read.class, this::onRead)
                .onMessage(Settled.class, this::onSettled)
                .onMessage(Join.class, this::onJoin)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(Do.class, this::onDo)
                .onMessageEquals(Tick.POLL, this::onPoll)
                .onMessageEquals(Tick.QUIET, this::onQuiet)
                .onSignal(PostStop.class, stop -> onStop())
                .build();
    }

    private Behavior<Message> onWake(Wake wake) {
        ShardTail tail = shared.get(wake.shard());
        if (tail != null) {
            read(tail);
        }
        return this;
    }

    private Behavior<Message> onPoll() {
        shared.values().forEach(this::read);
        catchingUp.forEach(this::read);
        return this;
    }

    private Behavior<Message> onQuiet() {
        List.copyOf(subscribers).forEach(Subscriber::onQuiet);
        return this;
    }

    private Behavior<Message> onJoin(Join join) {
        Subscriber subscriber = join.subscriber();
        if (subscriber.buffer().isEnded()) {
            return this;
        }
        subscribers.add(subscriber);
        join.after().forEach((shard, after) -> {
            if (join.catchUp()) {
                ShardTail own = new ShardTail(shard, true, after, join.asOf(), pace.rememberedMax());
                own.join(subscriber, after);
                catchingUp.add(own);
                read(own);
            } else {
                joinShared(subscriber, shard, after, join.asOf());
            }
        });
        tellInterest();
        return this;
    }

    private ShardTail joinShared(Subscriber subscriber, int shard, long after, Instant asOf) {
        ShardTail tail = shared.computeIfAbsent(
                shard, number -> new ShardTail(number, false, after, asOf, pace.rememberedMax()));
        tail.join(subscriber, after);
        read(tail);
        return tail;
    }

    private Behavior<Message> onLeave(Leave leave) {
        remove(leave.subscriber());
        return this;
    }

    private void remove(Subscriber subscriber) {
        if (subscribers.remove(subscriber)) {
            shared.values().forEach(tail -> tail.leave(subscriber));
            catchingUp.forEach(tail -> tail.leave(subscriber));
            shared.values().removeIf(tail -> tail.subscribers().isEmpty());
            catchingUp.removeIf(tail -> tail.subscribers().isEmpty());
            tellInterest();
        }
    }

    private Behavior<Message> onDo(Do action) {
        action.action().run();
        return this;
    }

    /** Reads a page of a tail when it is its turn. */
    private void read(ShardTail tail) {
        boolean heldUp = tail.isCatchingUp()
                && tail.subscribers().stream().noneMatch(one -> one.buffer().isRoomy());
        if (heldUp || tail.subscribers().isEmpty()) {
            return;
        }
        if (tail.begin(clock.instant())) {
            due.add(tail);
            readNext();
        }
    }

    private void readNext() {
        while (reads < pace.readsAtOnceMax() && !due.isEmpty()) {
            ShardTail tail = due.remove();
            reads++;
            tail.began(clock.instant());
            getContext()
                    .pipeToSelf(
                            store.log(keyOf(tail), tail.position(), pace.pageRowsMax()),
                            (page, failure) -> new Read(tail, page, failure));
        }
    }

    private Behavior<Message> onRead(Read read) {
        VersionPage page = read.page();
        if (page == null || read.failure() != null) {
            return done(read.tail());
        }
        if (page.settled() || page.versions().isEmpty()) {
            return show(read.tail(), page, page.versions());
        }
        getContext()
                .pipeToSelf(
                        settler.settled(keyOf(read.tail()), page),
                        (settled, failure) -> new Settled(read.tail(), page, settled, failure));
        return this;
    }

    private Behavior<Message> onSettled(Settled read) {
        return read.settled() == null || read.failure() != null
                ? done(read.tail())
                : show(read.tail(), read.page(), read.settled());
    }

    /** The page could not be read: it is tried again with the next poll. */
    private Behavior<Message> done(ShardTail tail) {
        reads--;
        tail.failed();
        readNext();
        return this;
    }

    private Behavior<Message> show(ShardTail tail, VersionPage page, List<Change> settled) {
        reads--;
        boolean readOn = tail.show(page, settled, clock.instant());
        for (Subscriber subscriber : List.copyOf(tail.subscribers())) {
            if (subscriber.buffer().isEnded()) {
                remove(subscriber);
            }
        }
        if (tail.isCatchingUp() && !page.more()) {
            joinTheOthers(tail);
        } else if (readOn) {
            readOn(tail);
        }
        readNext();
        return this;
    }

    private void readOn(ShardTail tail) {
        if (tail.isCatchingUp()) {
            for (Subscriber subscriber : tail.subscribers()) {
                subscriber.buffer().whenRoomy(() -> self.tell(new Do(() -> read(tail))));
            }
        } else {
            read(tail);
        }
    }

    private void joinTheOthers(ShardTail own) {
        catchingUp.remove(own);
        for (Subscriber subscriber : List.copyOf(own.subscribers())) {
            joinShared(subscriber, own.shard(), own.position(), own.asOf()).rememberAlso(own);
        }
    }

    private void tellInterest() {
        Set<Integer> shards = new TreeSet<>(shared.keySet());
        catchingUp.forEach(tail -> shards.add(tail.shard()));
        if (!shards.equals(told)) {
            told = Set.copyOf(shards);
            interests.tell(new Follow(written, told));
        }
    }

    private Behavior<Message> onStop() {
        subscribers.forEach(Subscriber::onStop);
        return this;
    }

    private static ShardKey keyOf(ShardTail tail) {
        return new ShardKey(RecordEntity.KEY.name(), tail.shard());
    }
}
