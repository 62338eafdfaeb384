package dev.substrate.dht.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.change.ShardInterests.Follow;
import dev.substrate.dht.internal.change.ShardInterests.Written;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardFeedsTest {

    private static final int SHARD = 3;
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final FakeChanges changes = new FakeChanges(SHARD);
    private final AtomicLong clock = new AtomicLong(1_000);
    private TestProbe<ShardInterests.Message> interests;
    private ChangeFeed feed;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        interests = KIT.createTestProbe(ShardInterests.Message.class);
        feed = new ChangeFeed(KIT.spawn(ShardFeeds.create(
                changes.store(), interests.ref(), new ShardFeeds.Pace(2, 4, Duration.ZERO), clock::get)));
    }

    @Test
    void whoFollowsFromNowOnIsShownWhatIsWrittenAfterwardsAndNothingElse() {
        changes.write("user:before", 1, "1");
        Log log = new Log();
        feed.follow(log, SHARD, OFTEN);
        await().until(() -> log.positions() > 0);
        changes.write("user:a", 1, "1");
        changes.write("user:b", 7, null);
        await().untilAsserted(() -> assertThat(log.rows()).containsExactly("user:a 1", "user:b 7"));
    }

    @Test
    void whoFollowsFromAnOffsetIsShownAllBehindIt() {
        for (int i = 1; i <= 9; i++) {
            changes.write("user:" + i, i, "1");
        }
        Log fromFour = new Log();
        Log fromStart = new Log();
        feed.follow(fromFour, SHARD, 4, NEVER);
        await().until(() -> fromFour.positions() > 0);
        feed.follow(fromStart, SHARD, 0, NEVER);
        await().until(() -> fromStart.positions() > 0);
        assertThat(fromFour.rows()).containsExactly("user:5 5", "user:6 6", "user:7 7", "user:8 8", "user:9 9");
        assertThat(fromStart.rows()).hasSize(9).startsWith("user:1 1");
    }

    @Test
    void whoCatchesUpMissesNothingThatOthersWereShownMeanwhile() {
        Log early = new Log();
        Log late = new Log();
        feed.follow(early, SHARD, OFTEN);
        await().until(() -> early.positions() > 0);
        for (int i = 1; i <= 200; i++) {
            changes.write("user:" + i, i, "1");
            if (i == 100) {
                feed.follow(late, SHARD, 50, NEVER);
            }
        }
        await().untilAsserted(() -> assertThat(early.rows()).hasSize(200));
        await().untilAsserted(() -> assertThat(late.rows().stream().distinct()).hasSize(150));
        assertThat(late.rows()).startsWith("user:51 51").endsWith("user:200 200");
    }

    @Test
    void aWakeUpBringsWhatNoPollWouldBring() {
        Log log = new Log();
        feed.follow(log, SHARD, NEVER);
        Follow follow = interests.expectMessageClass(Follow.class);
        assertThat(follow.shards()).containsExactly(SHARD);
        await().until(() -> log.positions() > 0);
        changes.write("user:a", 1, "1");
        ActorRef<Written> follower = follow.follower();
        follower.tell(new Written(SHARD));
        await().untilAsserted(() -> assertThat(log.rows()).containsExactly("user:a 1"));
        feed.leave(log, SHARD);
        assertThat(interests.expectMessageClass(Follow.class).shards()).isEmpty();
    }

    @Test
    void whatIsWrittenWhileAPageIsOnItsWayIsReadAfterIt() {
        Log log = new Log();
        feed.follow(log, SHARD, NEVER);
        await().until(() -> log.positions() > 0);
        changes.hold();
        int before = changes.reads();
        feed.look(SHARD);
        await().until(() -> changes.reads() > before);
        changes.write("user:a", 1, "1");
        feed.look(SHARD);
        changes.letGo();
        await().untilAsserted(() -> assertThat(log.rows()).containsExactly("user:a 1"));
    }

    @Test
    void aPositionIsAsOfTheTimeBeforeTheStoreWasAsked() {
        Log log = new Log();
        feed.follow(log, SHARD, NEVER);
        await().until(() -> log.positions() > 0);
        changes.hold();
        clock.set(5_000);
        int before = changes.reads();
        feed.look(SHARD);
        await().until(() -> changes.reads() > before);
        clock.set(9_000);
        changes.letGo();
        await().untilAsserted(() -> assertThat(log.asOf()).isEqualTo(5_000));
    }

    @Test
    void aPositionIsNotToldBeforeAllPagesAreRead() {
        for (int i = 1; i <= 5; i++) {
            changes.write("user:" + i, i, "1");
        }
        Log log = new Log();
        feed.follow(log, SHARD, 0, NEVER);
        await().until(() -> log.positions() > 0);
        assertThat(log.entries).containsSubsequence("user:5 5", "at 5").doesNotContain("at 2", "at 4");
    }

    @Test
    void aStoreThatIsAwayBringsNoPositionAndIsAskedAgain() {
        Log log = new Log();
        feed.follow(log, SHARD, OFTEN);
        await().until(() -> log.positions() > 0);
        changes.away(true);
        int asked = changes.reads();
        await().until(() -> changes.reads() > asked + 2);
        int positions = log.positions();
        clock.set(7_000);
        await().until(() -> changes.reads() > asked + 4);
        assertThat(log.positions()).isEqualTo(positions);
        changes.write("user:a", 1, "1");
        changes.away(false);
        await().untilAsserted(() -> assertThat(log.rows()).containsExactly("user:a 1"));
        await().untilAsserted(() -> assertThat(log.asOf()).isEqualTo(7_000));
    }

    @Test
    void aShardThatNobodyFollowsAnyMoreIsNotRead() {
        Log log = new Log();
        feed.follow(log, SHARD, OFTEN);
        await().until(() -> log.positions() > 2);
        feed.leave(log, SHARD);
        interests.fishForMessage(
                Duration.ofSeconds(3),
                message -> message instanceof Follow follow && follow.shards().equals(Set.of())
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        int positions = log.positions();
        Log other = new Log();
        feed.follow(other, SHARD, OFTEN);
        await().until(() -> other.positions() > 2);
        assertThat(log.positions()).isEqualTo(positions);
    }

    /** What a listener was shown. */
    private static final class Log implements ChangeListener {

        private final List<String> entries = new CopyOnWriteArrayList<>();
        private final List<String> rows = new CopyOnWriteArrayList<>();
        private final AtomicLong asOf = new AtomicLong();

        @Override
        public void onRow(int shard, Change change, boolean settled) {
            assertThat(shard).isEqualTo(SHARD);
            assertThat(settled).isTrue();
            rows.add(change.row().uri() + " " + change.row().version());
            entries.add(change.row().uri() + " " + change.row().version());
        }

        @Override
        public void onDamaged(int shard, Damaged damaged) {
            entries.add("damaged");
        }

        @Override
        public void onPosition(int shard, long offset, long asOfNanos) {
            asOf.set(asOfNanos);
            entries.add("at " + offset);
        }

        List<String> rows() {
            return new ArrayList<>(rows);
        }

        int positions() {
            return (int)
                    entries.stream().filter(entry -> entry.startsWith("at ")).count();
        }

        long asOf() {
            return asOf.get();
        }
    }
}
