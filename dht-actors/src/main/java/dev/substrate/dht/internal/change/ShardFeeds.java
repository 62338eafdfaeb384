package dev.substrate.dht.internal.change;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.dht.internal.change.ShardFeed.Phase;
import dev.substrate.dht.internal.change.ShardInterests.Follow;
import dev.substrate.dht.internal.change.ShardInterests.Written;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.FencedStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changes in the shards that somebody on this node follows, when told that something was written, and from time to
 * time in any case. One for each node.
 */
public final class ShardFeeds extends AbstractBehavior<ShardFeeds.Message> {

    /** What the feeds may be told. */
    public sealed interface Message {}

    /**
     * Somebody follows a shard from now on.
     *
     * @param after the offset to begin with; null for what is written from now on
     */
    record Join(
            ChangeListener listener, int shard, @Nullable Long after, Duration pollInterval) implements Message {}

    /** Somebody does not follow a shard any more. */
    record Leave(ChangeListener listener, int shard) implements Message {}

    /** A shard is to be read as soon as may be. */
    record Look(int shard) implements Message {}

    private record Wake(int shard) implements Message {}

    private record Due(ShardFeed feed) implements Message {}

    private record End(
            ShardFeed feed, @Nullable Long end, @Nullable Throwable failure) implements Message {}

    private record Read(
            ShardFeed feed,
            @Nullable ChangePage page,
            @Nullable Throwable failure) implements Message {}

    /**
     * How feeds read.
     *
     * @param pageRowsMax how many rows are read at a time
     * @param readsAtOnceMax how many shards are read at a time
     * @param restMin how long a shard is left alone after it was read, unless there is more to be read
     */
    public record Pace(int pageRowsMax, int readsAtOnceMax, Duration restMin) {}

    private final TimerScheduler<Message> timers;
    private final FencedStore store;
    private final ActorRef<ShardInterests.Message> interests;
    private final ActorRef<Written> written;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private final Map<Integer, ShardFeed> shared = new HashMap<>();
    private final Set<ShardFeed> catchingUp = new LinkedHashSet<>();
    private final Queue<ShardFeed> due = new ArrayDeque<>();
    private Set<Integer> told = Set.of();
    private int reads;

    /** @param nanoTime the clock of which positions are told, {@link System#nanoTime} */
    public static Behavior<Message> create(
            FencedStore store, ActorRef<ShardInterests.Message> interests, Pace pace, LongSupplier nanoTime) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ShardFeeds(context, timers, store, interests, pace, nanoTime)));
    }

    private ShardFeeds(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            FencedStore store,
            ActorRef<ShardInterests.Message> interests,
            Pace pace,
            LongSupplier nanoTime) {
        super(context);
        this.timers = timers;
        this.store = store;
        this.interests = interests;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.written = context.messageAdapter(Written.class, one -> new Wake(one.shard()));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wake.class, this::onWake)
                .onMessage(Read.class, this::onRead)
                .onMessage(Due.class, this::onDue)
                .onMessage(Look.class, this::onLook)
                .onMessage(End.class, this::onEnd)
                .onMessage(Join.class, this::onJoin)
                .onMessage(Leave.class, this::onLeave)
                .build();
    }

    private Behavior<Message> onJoin(Join join) {
        onLeave(new Leave(join.listener(), join.shard()));
        Long after = join.after();
        ShardFeed feed = shared.get(join.shard());
        boolean alone = feed != null && after != null && (!feed.hasBegun() || after < feed.position());
        if (feed == null || alone) {
            feed = new ShardFeed(join.shard(), alone, after, nanoTime.getAsLong());
            if (alone) {
                catchingUp.add(feed);
            } else {
                shared.put(join.shard(), feed);
            }
        }
        if (after == null) {
            feed.join(join.listener(), join.pollInterval());
        } else {
            feed.join(join.listener(), join.pollInterval(), after);
        }
        tellInterest();
        readNow(feed);
        return this;
    }

    private Behavior<Message> onLeave(Leave leave) {
        ShardFeed feed = shared.get(leave.shard());
        if (feed != null) {
            feed.leave(leave.listener());
            if (feed.listeners().isEmpty()) {
                shared.remove(leave.shard());
                timers.cancel(feed);
            }
        }
        for (ShardFeed own : List.copyOf(catchingUp)) {
            if (own.shard() == leave.shard() && own.listeners().contains(leave.listener())) {
                catchingUp.remove(own);
                own.leave(leave.listener());
                timers.cancel(own);
            }
        }
        tellInterest();
        return this;
    }

    private Behavior<Message> onWake(Wake wake) {
        ShardFeed feed = shared.get(wake.shard());
        if (feed != null) {
            readSoon(feed);
        }
        return this;
    }

    private Behavior<Message> onLook(Look look) {
        ShardFeed feed = shared.get(look.shard());
        if (feed != null) {
            readNow(feed);
        }
        return this;
    }

    private Behavior<Message> onDue(Due now) {
        readNow(now.feed());
        return this;
    }

    private void readSoon(ShardFeed feed) {
        long rest = feed.restNanos(nanoTime.getAsLong());
        if (rest == 0 || feed.phase() != Phase.RESTING) {
            readNow(feed);
        } else {
            timers.startSingleTimer(feed, new Due(feed), Duration.ofNanos(rest));
        }
    }

    private void readNow(ShardFeed feed) {
        if (feed.phase() == Phase.READING) {
            feed.readAgain();
        } else if (feed.phase() == Phase.RESTING && !feed.listeners().isEmpty()) {
            timers.cancel(feed);
            feed.queued();
            due.add(feed);
            readNext();
        }
    }

    private void readNext() {
        while (reads < pace.readsAtOnceMax() && !due.isEmpty()) {
            ShardFeed feed = due.remove();
            if (feed.listeners().isEmpty()) {
                continue;
            }
            reads++;
            ShardKey shard = new ShardKey(RecordEntity.KEY.name(), feed.shard());
            // Before the store is asked: what was acknowledged by now it will show.
            feed.reading(nanoTime.getAsLong());
            if (feed.hasBegun()) {
                getContext()
                        .pipeToSelf(
                                store.changes(shard, feed.position(), pace.pageRowsMax()),
                                (page, failure) -> new Read(feed, page, failure));
            } else {
                getContext().pipeToSelf(store.logEnd(shard), (end, failure) -> new End(feed, end, failure));
            }
        }
    }

    private Behavior<Message> onEnd(End found) {
        reads--;
        if (found.end() == null || found.failure() != null) {
            failed(found.feed());
        } else {
            found.feed().begin(found.end(), nanoTime.getAsLong(), pace.restMin());
            restUntilPoll(found.feed());
        }
        readNext();
        return this;
    }

    private Behavior<Message> onRead(Read read) {
        reads--;
        ShardFeed feed = read.feed();
        ChangePage page = read.page();
        if (page == null || read.failure() != null) {
            failed(feed);
        } else if (feed.show(page, nanoTime.getAsLong(), pace.restMin())) {
            readNow(feed);
        } else if (feed.isCatchingUp()) {
            joinTheOthers(feed);
        } else if (feed.isToBeReadAgain()) {
            readSoon(feed);
        } else {
            restUntilPoll(feed);
        }
        readNext();
        return this;
    }

    /** It is tried again with the next poll; whoever follows sees by its last position that it is not up to date. */
    private void failed(ShardFeed feed) {
        feed.failed(nanoTime.getAsLong(), pace.restMin());
        restUntilPoll(feed);
    }

    private void restUntilPoll(ShardFeed feed) {
        if (!feed.listeners().isEmpty()) {
            timers.startSingleTimer(feed, new Due(feed), feed.pollInterval());
        }
    }

    private void joinTheOthers(ShardFeed own) {
        catchingUp.remove(own);
        for (ChangeListener listener : List.copyOf(own.listeners())) {
            ShardFeed feed = shared.computeIfAbsent(
                    own.shard(), shard -> new ShardFeed(shard, false, own.position(), nanoTime.getAsLong()));
            feed.join(listener, own.pollInterval(listener), own.position());
            own.leave(listener);
            readNow(feed);
        }
    }

    private void tellInterest() {
        Set<Integer> shards = new TreeSet<>(shared.keySet());
        catchingUp.forEach(feed -> shards.add(feed.shard()));
        if (!shards.equals(told)) {
            told = Set.copyOf(shards);
            interests.tell(new Follow(written, told));
        }
    }
}
