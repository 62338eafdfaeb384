package dev.substrate.dht.internal.index;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.substrate.dht.internal.RecordSettings.Indexing;
import dev.substrate.dht.internal.change.ChangeFeed;
import dev.substrate.node.CborMessage;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.InvalidQueryException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The views of a node: whoever asks for records of a shard has them looked up here, once the view has read as far as is asked for.
 *
 * <p>Usually it is asked for the shards that its node owns, and nothing rests on that: what is read are the changes in the store.
 * A view is made when it is first asked for, by reading all rows of its shard, and kept as long as questions come.
 */
public final class IndexHost extends AbstractBehavior<IndexHost.Message> {

    /** What it is told. */
    public sealed interface Message permits Find, Seen, Damaged, Position, Tick {}

    /**
     * Asks for ids of records that may meet a condition.
     *
     * @param replyTo gets one {@link Found} or {@link Refused} for each shard, and {@link Working} while there is none yet
     * @param type the type of the records
     * @param fields all indexed fields of the type, as the one who asks knows it: nodes may run different versions of a program
     * @param condition on one of them, see {@link Conditions#write}
     * @param prefix how the ids begin
     * @param shards where to begin in each shard
     * @param idsMax how many ids of a shard at most
     * @param maxStalenessMillis how old what is known may be when the question comes
     * @param deadlineMillis after how long nobody waits for the answer
     */
    public record Find(
            ActorRef<Answer> replyTo,
            String type,
            List<String> fields,
            List<String> condition,
            String prefix,
            List<From> shards,
            int idsMax,
            long maxStalenessMillis,
            long deadlineMillis)
            implements Message, CborMessage {}

    /**
     * Where to begin in a shard.
     *
     * @param after the id behind which to begin; empty for the first
     */
    public record From(int shard, String after) {}

    /** What it answers. */
    public sealed interface Answer extends CborMessage {}

    /**
     * Ids in order.
     *
     * @param after the id behind which they begin, as was asked
     * @param more whether there are more behind them
     */
    public record Found(int shard, String after, List<String> ids, boolean more) implements Answer {}

    /**
     * The views are not as far as was asked for.
     *
     * @param shards of those shards
     * @param unbuilt how many of them are being built
     * @param rows how many rows were read for these
     */
    public record Working(Set<Integer> shards, int unbuilt, long rows) implements Answer {}

    /**
     * The question is not answered: the view would be too large.
     *
     * @param reason in words
     */
    public record Refused(int shard, String reason) implements Answer {}

    /** @param doubtUntilNanos null for a version that is settled */
    record Seen(
            ShardView view,
            String id,
            long version,
            Contents contents,
            boolean settled,
            @Nullable Long doubtUntilNanos) implements Message {}

    record Damaged(ShardView view, String id) implements Message {}

    record Position(ShardView view, long asOfNanos) implements Message {}

    private enum Tick implements Message {
        TICK
    }

    /** Under which the nodes find each other's. */
    static final ServiceKey<Message> KEY = ServiceKey.create(Message.class, "substrate-record-index");

    private static final String ENTRIES_BOUND = "substrate.record.index-entries-max";

    private static final Duration TICK = Duration.ofMillis(200);

    /** So that an answer fits well into a frame. */
    private static final int ID_CHARS_MAX = 64 * 1024;

    private record Key(int shard, String type) {}

    /** A question to one shard that is not answered yet. */
    private record Waiting(
            ActorRef<Answer> replyTo,
            FieldCondition condition,
            String prefix,
            String after,
            int idsMax,
            long asOfNanos,
            long expiresAtNanos) {}

    /** A view, and who waits for it. */
    private static final class Entry {
        final ShardView view;
        final ShardIndex index;
        final List<Waiting> waiting = new ArrayList<>();
        boolean built;
        long asOfNanos;
        long usedNanos;
        long rows;

        Entry(ShardView view) {
            this.view = view;
            this.index = new ShardIndex(view.fields());
        }

        boolean isAsOf(long nanos) {
            return built && asOfNanos - nanos >= 0;
        }
    }

    private final ChangeFeed feed;
    private final Indexing settings;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Map<Key, Entry> entries = new HashMap<>();
    private long size;

    /** @param nanoTime the clock of the feed, {@link System#nanoTime} */
    public static Behavior<Message> create(ChangeFeed feed, Indexing settings, LongSupplier nanoTime, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, TICK);
            return new IndexHost(context, feed, settings, nanoTime, clock);
        }));
    }

    private IndexHost(
            ActorContext<Message> context, ChangeFeed feed, Indexing settings, LongSupplier nanoTime, Clock clock) {
        super(context);
        this.feed = feed;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Seen.class, this::onSeen)
                .onMessage(Position.class, this::onPosition)
                .onMessage(Find.class, this::onFind)
                .onMessage(Damaged.class, this::onDamaged)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Message> onFind(Find find) {
        long now = nanoTime.getAsLong();
        FieldCondition condition;
        try {
            condition = Conditions.read(find.condition());
        } catch (InvalidQueryException e) {
            // Of a node of another version. It gives up at its deadline.
            getContext().getLog().warn("A question of {} is not understood: {}", find.replyTo(), e.getMessage());
            return this;
        }
        if (!find.fields().contains(condition.field())) {
            getContext().getLog().warn("A question of {} is about a field that it does not name", find.replyTo());
            return this;
        }
        for (From from : find.shards()) {
            Entry entry = entryFor(new Key(from.shard(), find.type()), find.fields());
            entry.usedNanos = now;
            Waiting question = new Waiting(
                    find.replyTo(),
                    condition,
                    find.prefix(),
                    from.after(),
                    find.idsMax(),
                    now - Duration.ofMillis(find.maxStalenessMillis()).toNanos(),
                    now + Duration.ofMillis(find.deadlineMillis()).toNanos());
            if (entry.isAsOf(question.asOfNanos())) {
                answer(entry, question);
            } else {
                entry.waiting.add(question);
                feed.look(from.shard());
            }
        }
        return this;
    }

    private Entry entryFor(Key key, List<String> fields) {
        Entry known = entries.get(key);
        if (known != null && known.view.fields().containsAll(fields)) {
            return known;
        }
        // Those that the other version of the program declares stay, else the two would take turns in building it anew.
        Set<String> all = new TreeSet<>(fields);
        if (known != null) {
            all.addAll(known.view.fields());
        }
        Entry entry = new Entry(new ShardView(
                key.shard(),
                key.type(),
                List.copyOf(all),
                settings,
                getContext().getSelf(),
                nanoTime,
                clock));
        if (known != null) {
            entry.waiting.addAll(known.waiting);
            remove(key, known);
        }
        entries.put(key, entry);
        feed.follow(entry.view, key.shard(), 0, settings.pollInterval());
        return entry;
    }

    private Behavior<Message> onSeen(Seen seen) {
        Entry entry = entryOf(seen.view());
        if (entry != null) {
            int before = entry.index.size();
            if (seen.settled()) {
                entry.index.seen(seen.id(), seen.version(), seen.contents());
            } else {
                entry.index.seenUnsettled(seen.id(), seen.version(), seen.contents(), seen.doubtUntilNanos());
            }
            grown(entry, before);
        }
        return this;
    }

    private Behavior<Message> onDamaged(Damaged damaged) {
        Entry entry = entryOf(damaged.view());
        if (entry != null) {
            int before = entry.index.size();
            entry.index.seenDamaged(damaged.id());
            grown(entry, before);
        }
        return this;
    }

    private void grown(Entry entry, int before) {
        entry.rows++;
        size += entry.index.size() - before;
        if (size > settings.entriesMax()) {
            String reason = "the index of this node would have more than " + settings.entriesMax()
                    + " entries, which is what " + ENTRIES_BOUND + " allows";
            entry.waiting.forEach(question -> question.replyTo().tell(new Refused(entry.view.shard(), reason)));
            remove(keyOf(entry.view), entry);
        }
    }

    private Behavior<Message> onPosition(Position position) {
        Entry entry = entryOf(position.view());
        if (entry != null) {
            entry.built = true;
            entry.asOfNanos = position.asOfNanos();
            entry.waiting.removeIf(question -> {
                boolean ready = entry.isAsOf(question.asOfNanos());
                if (ready) {
                    answer(entry, question);
                }
                return ready;
            });
            if (!entry.waiting.isEmpty()) {
                feed.look(entry.view.shard());
            }
        }
        return this;
    }

    private void answer(Entry entry, Waiting question) {
        ShardIndex.Candidates found = entry.index.find(
                question.condition(), question.prefix(), question.after(), question.idsMax(), nanoTime.getAsLong());
        List<String> ids = found.ids();
        int chars = 0;
        for (int i = 0; i < ids.size(); i++) {
            chars += ids.get(i).length();
            if (chars > ID_CHARS_MAX) {
                question.replyTo()
                        .tell(new Found(entry.view.shard(), question.after(), ids.subList(0, Math.max(1, i)), true));
                return;
            }
        }
        question.replyTo().tell(new Found(entry.view.shard(), question.after(), ids, found.more()));
    }

    private Behavior<Message> onTick() {
        long now = nanoTime.getAsLong();
        Map<ActorRef<Answer>, Map<Integer, Entry>> waiting = new LinkedHashMap<>();
        for (Map.Entry<Key, Entry> one : List.copyOf(entries.entrySet())) {
            Entry entry = one.getValue();
            entry.waiting.removeIf(question -> question.expiresAtNanos() - now <= 0);
            for (Waiting question : entry.waiting) {
                waiting.computeIfAbsent(question.replyTo(), who -> new TreeMap<>())
                        .put(entry.view.shard(), entry);
            }
            if (now - entry.usedNanos > settings.idle().toNanos() && entry.waiting.isEmpty()) {
                remove(one.getKey(), entry);
            }
        }
        waiting.forEach((who, shards) -> {
            List<Entry> unbuilt =
                    shards.values().stream().filter(entry -> !entry.built).toList();
            who.tell(new Working(
                    Set.copyOf(shards.keySet()),
                    unbuilt.size(),
                    unbuilt.stream().mapToLong(entry -> entry.rows).sum()));
        });
        return this;
    }

    private void remove(Key key, Entry entry) {
        entries.remove(key, entry);
        size -= entry.index.size();
        feed.leave(entry.view, key.shard());
    }

    /** Returns the entry of a view that may have been given up meanwhile. */
    private @Nullable Entry entryOf(ShardView view) {
        Entry entry = entries.get(keyOf(view));
        return entry != null && entry.view == view ? entry : null;
    }

    private static Key keyOf(ShardView view) {
        return new Key(view.shard(), view.type());
    }
}
