package dev.substrate.dht.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.cache.RecordCache.Hit;
import dev.substrate.dht.internal.cache.RecordCache.Miss;
import dev.substrate.dht.internal.change.ChangeListener;
import dev.substrate.dht.internal.change.ShardChanges;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.StateRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One record, its owner, the feed of its shard and a cache, all in one thread: what is on its way comes when it is told to. It
 * knows what was the newest version when, and holds the cache to it.
 */
final class OneRecord implements ShardChanges {

    static final RecordId ID = RecordId.global(new RecordUri("user", "anna"));
    static final Duration STALENESS_MAX = Duration.ofNanos(20);

    private static final int SHARD = 3;
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private record Question(Miss miss, @Nullable RecordVersion answer) {}

    /** A read of the shard: when it began, and the newest version then. */
    private record Page(ChangeListener listener, long asOf, long version) {}

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RecordCache cache;
    private final TreeMap<Long, Long> newestSince = new TreeMap<>();
    private final List<RecordVersion> versions = new ArrayList<>();
    private final Deque<Question> questions = new ArrayDeque<>();
    private final Deque<OwnWrite> acknowledgements = new ArrayDeque<>();
    private @Nullable ChangeListener follower;
    private @Nullable Page page;
    private long position;
    private boolean positionKnown;
    private long shown;
    private long acknowledged;
    private long now = 1_000;

    OneRecord() {
        this("");
    }

    OneRecord(String settings) {
        RecordSettings read = RecordSettings.of(ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString("substrate.record.cache.staleness-max = 20ns"))
                .withFallback(ConfigFactory.load()));
        Clock clock = Clock.fixed(TIME, ZoneOffset.UTC);
        cache = new RecordCache(read, this, 8, uri -> SHARD, clock, () -> now, Runnable::run, meters);
        versions.add(new RecordVersion(0, Instant.EPOCH, Instant.EPOCH, null, 1, "", "", null));
        newestSince.put(0L, 0L);
    }

    RecordCache cache() {
        return cache;
    }

    boolean isFollowed() {
        return follower != null;
    }

    long hits() {
        return (long) meters.get("substrate.record.cache.reads")
                .tag("result", "hit")
                .counter()
                .count();
    }

    @Override
    public void follow(ChangeListener listener, int shard, Duration pollInterval) {
        follower = listener;
        positionKnown = false;
        page = null;
    }

    @Override
    public void leave(ChangeListener listener, int shard) {
        assertThat(listener).isSameAs(follower);
        follower = null;
        page = null;
    }

    void pass(long nanos) {
        now += nanos;
    }

    /** Somebody writes; the version is durable. */
    RecordVersion write(@Nullable String entity, @Nullable Instant expires) {
        RecordVersion before = newest();
        RecordVersion next = new RecordVersion(
                before.version() + 1,
                entity != null && before.entity() == null ? TIME.plusNanos(now) : before.created(),
                TIME.plusNanos(now),
                entity == null ? null : expires,
                before.typeVersion(),
                "w" + now,
                "r" + before.version(),
                entity);
        versions.add(next);
        newestSince.put(now, next.version());
        return next;
    }

    /** This node writes; the acknowledgement is on its way. */
    void writeHere(@Nullable String entity) {
        RecordVersion written = write(entity, null);
        acknowledgements.add(new OwnWrite(
                new WriteRequest(
                        written.requestId(),
                        "",
                        null,
                        Condition.ALWAYS,
                        0,
                        0,
                        entity == null ? null : new Content(entity, 0, null, false)),
                written.version(),
                written.modified(),
                written.writer()));
    }

    /** An acknowledgement arrives: the oldest on its way, or the newest. */
    void acknowledge(boolean oldest) {
        OwnWrite write = oldest ? acknowledgements.pollFirst() : acknowledgements.pollLast();
        if (write != null) {
            cache.written(ID.toString(), write);
            acknowledged = Math.max(acknowledged, write.version());
        }
    }

    /** The outcome of a write of this node stays unknown. */
    void loseAcknowledgement() {
        if (acknowledgements.pollFirst() != null) {
            cache.forget(ID.toString());
        }
    }

    /** The owner answers the oldest question that it was not asked before; the answer is on its way. */
    void answer() {
        Question question = questions.pollFirst();
        if (question != null) {
            questions.addLast(question.answer() == null ? new Question(question.miss(), newest()) : question);
        }
    }

    /** An answer arrives. */
    void arrive() {
        Question question = questions.pollFirst();
        if (question != null && question.answer() != null) {
            cache.answered(question.miss(), question.answer());
        } else if (question != null) {
            questions.addLast(question);
        }
    }

    /** A question is given up. */
    void giveUp() {
        Question question = questions.pollFirst();
        if (question != null) {
            cache.unanswered(question.miss());
        }
    }

    void evict() {
        cache.forget(ID.toString());
    }

    /** The shard is read; the page is on its way. */
    void readChanges() {
        if (follower != null && page == null) {
            page = new Page(follower, now, newest().version());
        }
    }

    /** The page arrives. */
    void showChanges() {
        Page arrived = page;
        page = null;
        if (arrived == null || follower != arrived.listener()) {
            return;
        }
        if (positionKnown && arrived.version() > position) {
            shown = Math.max(shown, arrived.version());
            arrived.listener()
                    .onRow(SHARD, new Change(arrived.version(), row(versions.get((int) arrived.version()))), true);
        }
        position = arrived.version();
        positionKnown = true;
        arrived.listener().onPosition(SHARD, position, arrived.asOf());
    }

    /** Reads through the cache, and sees whether that is an answer that it may give. */
    void read() {
        RecordCache.Answer answer = cache.find(ID);
        if (answer instanceof Miss miss) {
            questions.add(new Question(miss, null));
        } else if (answer instanceof Hit hit) {
            RecordVersion found = hit.record();
            assertThat(found.version())
                    .as("what the feed has shown before")
                    .isGreaterThanOrEqualTo(shown)
                    .as("what was acknowledged to this node before")
                    .isGreaterThanOrEqualTo(acknowledged)
                    .as("the newest version, as long ago as may be")
                    .isGreaterThanOrEqualTo(newestAt(now - STALENESS_MAX.toNanos()));
            assertThat(found).isEqualTo(versions.get((int) found.version()));
        }
    }

    /** Returns what was written before a time; of what was written at that time, nobody can say what came first. */
    private long newestAt(long time) {
        return newestSince.lowerEntry(time).getValue();
    }

    RecordVersion newest() {
        return versions.get(versions.size() - 1);
    }

    private static StateRow row(RecordVersion version) {
        return new StateRow(
                RecordEntity.KEY.name(),
                ID.toString(),
                "user",
                SHARD,
                version.version(),
                1,
                version.entity() == null,
                version.created(),
                version.modified(),
                "{}",
                version.entity());
    }
}
