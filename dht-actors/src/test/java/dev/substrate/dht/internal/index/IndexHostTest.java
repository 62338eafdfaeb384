package dev.substrate.dht.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.RecordSettings.Indexing;
import dev.substrate.dht.internal.change.ChangeFeed;
import dev.substrate.dht.internal.change.FakeChanges;
import dev.substrate.dht.internal.change.ShardFeeds;
import dev.substrate.dht.internal.change.ShardInterests;
import dev.substrate.dht.internal.index.IndexHost.Answer;
import dev.substrate.dht.internal.index.IndexHost.Find;
import dev.substrate.dht.internal.index.IndexHost.Found;
import dev.substrate.dht.internal.index.IndexHost.From;
import dev.substrate.dht.internal.index.IndexHost.Refused;
import dev.substrate.dht.internal.index.IndexHost.Working;
import dev.substrate.record.FieldCondition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexHostTest {

    private static final int SHARD = 3;
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final FakeChanges changes = new FakeChanges(SHARD);
    private TestProbe<Answer> asker;
    private ChangeFeed feed;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        asker = KIT.createTestProbe(Answer.class);
        feed = new ChangeFeed(KIT.spawn(ShardFeeds.create(
                changes.store(),
                KIT.createTestProbe(ShardInterests.Message.class).ref(),
                new ShardFeeds.Pace(2, 4, Duration.ZERO),
                System::nanoTime)));
        for (int i = 1; i <= 5; i++) {
            changes.write("user:" + i, 1, "{\"age\":" + i + ",\"city\":\"x\"}");
        }
        changes.write("pkg:1", 1, "{\"age\":4}");
    }

    @Test
    void theFirstQuestionBuildsTheViewOfItsTypeAndIsAnsweredWhenAllIsRead() {
        ask(host(1_000, NEVER), "/age >= 3", 10, Duration.ZERO);
        assertThat(asker.receiveMessage())
                .isEqualTo(new Found(SHARD, "", List.of("user:3", "user:4", "user:5"), false));
    }

    @Test
    void aQuestionIsAnsweredFromWhatWasReadAfterItCame() {
        ActorRef<IndexHost.Message> host = host(1_000, NEVER);
        ask(host, "/age = 7", 10, Duration.ZERO);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of(), false));
        changes.write("user:2", 2, "{\"age\":7}");
        ask(host, "/age = 7", 10, Duration.ZERO);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of("user:2"), false));
    }

    @Test
    void whoAllowsStalenessIsAnsweredAtOnceFromWhatWasReadBefore() {
        ActorRef<IndexHost.Message> host = host(1_000, NEVER);
        ask(host, "/age = 7", 10, Duration.ZERO);
        asker.receiveMessage();
        // A read of what was there may still be on its way; one of what follows gets no answer.
        changes.hold();
        changes.write("user:2", 2, "{\"age\":7}");
        ask(host, "/age = 7", 10, NEVER);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of(), false));
    }

    @Test
    void whoWaitsIsToldHowFarTheViewIs() {
        changes.hold();
        ask(host(1_000, NEVER), "/age = 1", 10, Duration.ZERO);
        assertThat(asker.receiveMessage()).isEqualTo(new Working(Set.of(SHARD), 1, 0));
        changes.letGo();
        asker.fishForMessage(
                Duration.ofSeconds(5),
                answer -> answer instanceof Found ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void aViewThatWouldBeTooLargeIsRefusedByTheNameOfTheBound() {
        ActorRef<IndexHost.Message> host = host(7, NEVER);
        ask(host, "/age exists", 10, Duration.ZERO);
        assertThat(asker.receiveMessage())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("substrate.record.index-entries-max", "7"));
    }

    @Test
    void aViewThatNobodyAsksIsGivenUp() {
        ActorRef<IndexHost.Message> host = host(1_000, SOON);
        ask(host, "/age = 1", 10, Duration.ZERO);
        asker.receiveMessage();
        // Each question keeps it for a while, so the pauses are longer than that.
        await().pollInterval(SOON.multipliedBy(3)).untilAsserted(() -> {
            int reads = changes.reads();
            ask(host, "/age = 1", 10, NEVER);
            asker.receiveMessage();
            assertThat(changes.reads()).as("what was given up is read anew").isGreaterThan(reads);
        });
    }

    @Test
    void nodesThatKnowOtherFieldsAreAnsweredAllTheSame() {
        ActorRef<IndexHost.Message> host = host(1_000, NEVER);
        ask(host, List.of("/age"), "/age = 1", 10, Duration.ZERO);
        asker.receiveMessage();
        ask(host, List.of("/city"), "/city = x", 2, Duration.ZERO);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of("user:1", "user:2"), true));
        // What is built anew is read from a store that does not answer any more.
        changes.hold();
        ask(host, List.of("/age"), "/age = 1", 10, NEVER);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of("user:1"), false));
    }

    @Test
    void aRowThatIsNoJsonIsFoundByEveryQuestion() {
        changes.write("user:2", 2, "{\"age\":");
        ask(host(1_000, NEVER), "/age = 1", 10, Duration.ZERO);
        assertThat(asker.receiveMessage()).isEqualTo(new Found(SHARD, "", List.of("user:1", "user:2"), false));
    }

    private ActorRef<IndexHost.Message> host(long entriesMax, Duration idle) {
        return KIT.spawn(IndexHost.create(
                feed,
                new Indexing(entriesMax, 8, NEVER, idle, Duration.ofMinutes(1), 8, 8, 8, Duration.ofSeconds(1), NEVER),
                System::nanoTime,
                Clock.systemUTC()));
    }

    private void ask(ActorRef<IndexHost.Message> host, String condition, int idsMax, Duration staleness) {
        ask(host, List.of("/age", "/city"), condition, idsMax, staleness);
    }

    private void ask(
            ActorRef<IndexHost.Message> host, List<String> fields, String condition, int idsMax, Duration staleness) {
        host.tell(new Find(
                asker.ref(),
                "user",
                fields,
                Conditions.write(FieldCondition.parse(condition)),
                "user:",
                List.of(new From(SHARD, "")),
                idsMax,
                staleness.toMillis(),
                10_000));
    }
}
