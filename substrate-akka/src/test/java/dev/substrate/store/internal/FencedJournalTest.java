package dev.substrate.store.internal;

import static dev.substrate.store.TestNode.await;
import static dev.substrate.store.internal.Ledger.add;
import static dev.substrate.store.internal.Ledger.addMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.PersistenceId;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.Faults;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StoreException;
import dev.substrate.store.TestNode;
import dev.substrate.store.internal.Ledger.Command;
import dev.substrate.store.internal.Ledger.Sum;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FencedJournalTest {

    @TempDir
    Path folder;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private TestNode node;
    private ActorRef<ShardingEnvelope<Command>> ledgers;

    @BeforeEach
    void start() {
        start(Ledger::sharded);
    }

    private void start(Function<String, Ledger> ledger) {
        node = TestNode.start(file(), "");
        ledgers = node.shard(Ledger.KEY, ledger::apply);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anEntityIsThereAgainAfterARestart() {
        assertThat(ask("anna", to -> add(5, to))).isEqualTo(new Sum(1, 5));
        assertThat(ask("anna", to -> addMany(3, to))).isEqualTo(new Sum(4, 11));
        stop();
        start();
        assertThat(ask("anna", Ledger.Get::new)).isEqualTo(new Sum(4, 11));
        assertThat(ask("anna", to -> add(-1, to))).isEqualTo(new Sum(5, 10));
        assertThat(ask("bert", Ledger.Get::new)).isEqualTo(new Sum(0, 0));
    }

    @Test
    void eventsLieReadableInTheStore() {
        ask("anna", to -> add(-7, to));
        EventRow row = events("anna").get(0);
        assertThat(row.event()).isEqualTo("{\"amount\":-7}");
        assertThat(row.sequence()).isEqualTo(1);
        assertThat(row.epoch()).isEqualTo(1);
        assertThat(row.headers())
                .contains("\"tags\":[\"debit\",\"payment\"]", "\"encoding\":\"json\"", "Ledger$Added", "\"writer\":\"");
    }

    @Test
    void retentionKeepsTwoSnapshotsAndTheEventsBehindTheOlder() {
        stop();
        start(Ledger::withRetention);
        for (int i = 0; i < 23; i++) {
            ask("anna", to -> add(1, to));
        }
        await().untilAsserted(() -> assertThat(bounds("anna")).isEqualTo(new LogBounds(10, 23)));
        await().untilAsserted(() -> assertThat(snapshot(
                        "anna", new SnapshotChoice(0, 9, SnapshotChoice.ALL.takenMin(), SnapshotChoice.ALL.takenMax())))
                .isEmpty());
        SnapshotRow newest = snapshot("anna", SnapshotChoice.ALL).orElseThrow();
        assertThat(newest.sequence()).isEqualTo(20);
        assertThat(newest.snapshot()).isEqualTo("{\"events\":20,\"total\":20}");
        stop();
        start(Ledger::withRetention);
        assertThat(ask("anna", to -> add(1, to))).isEqualTo(new Sum(24, 24));
    }

    @Test
    void aLongLogIsReplayedPageByPage() {
        stop();
        node = TestNode.start(file(), "substrate.journal.replay-page-events-max = 7");
        ledgers = node.shard(Ledger.KEY, Ledger::sharded);
        ask("anna", to -> addMany(100, to));
        stop();
        node = TestNode.start(file(), "substrate.journal.replay-page-events-max = 7");
        ledgers = node.shard(Ledger.KEY, Ledger::sharded);
        AtomicInteger pages = new AtomicInteger();
        node.faults().on("events", operation -> {
            pages.incrementAndGet();
            return operation.get();
        });
        assertThat(ask("anna", Ledger.Get::new)).isEqualTo(new Sum(100, 5050));
        assertThat(pages).hasValue(15);
    }

    @Test
    void aWriteThatWaitedUntilTheShardWasLostAndTakenAgainIsRefused() throws InterruptedException {
        assertThat(ask("anna", to -> add(1, to))).isEqualTo(new Sum(1, 1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch until = new CountDownLatch(1);
        TestProbe<Sum> other = TestProbe.create(node.system());
        TestProbe<Sum> answers = TestProbe.create(node.system());
        tell("bert", new Ledger.AddSlowly(1, begun, until, other.ref()));
        begun.await();
        // The journal is busy with bert's event, so anna's waits in its mailbox.
        tell("anna", add(10, answers.ref()));
        ShardKey shard = node.fences().shardOf("ledger", "anna");
        long before = node.fences().epoch(shard);
        node.fences().release(shard, before);
        assertThat(await(node.fences().takeOver(shard))).isEqualTo(before + 1);
        until.countDown();

        other.receiveMessage();
        assertThat(ask("anna", to -> add(100, to))).isEqualTo(new Sum(2, 101));
        answers.expectNoMessage(Duration.ofMillis(1));
        assertThat(events("anna")).extracting(EventRow::event).containsExactly("{\"amount\":1}", "{\"amount\":100}");
    }

    @Test
    void anEntityThatIsForgottenRecoversAndGoesOn() {
        stop();
        node = TestNode.start(file(), "substrate.shards.recovered-entities-max = 1");
        ledgers = node.shard(Ledger.KEY, Ledger::sharded);
        ask("anna", to -> add(1, to));
        ask("bert", to -> add(1, to));
        TestProbe<Sum> answers = TestProbe.create(node.system());
        tell("anna", add(10, answers.ref()));
        assertThat(ask("anna", to -> add(100, to))).isEqualTo(new Sum(2, 101));
        answers.expectNoMessage(Duration.ofMillis(1));
    }

    @Test
    void tooManyEventsAtOnceAreRejectedAndSayWhatTheBoundIs() {
        assertThat(ask("anna", to -> addMany(1000, to)).events()).isEqualTo(1000);
        rejected("1001 events at once, but a write has at most 1000", addMany(1001, ignored()));
        assertThat(bounds("anna")).isEqualTo(new LogBounds(0, 1000));
        assertThat(ask("anna", to -> add(1, to)).events()).isEqualTo(1001);
    }

    @Test
    void anEventThatCannotBeSerializedIsRejectedAndSaysWhatToDo() {
        ask("anna", to -> add(1, to));
        rejected(
                "Ledger$ObscurelyAdded cannot be serialized (No configured serialization-bindings",
                new Ledger.AddObscurely(ignored()));
        assertThat(ask("anna", to -> add(1, to))).isEqualTo(new Sum(2, 2));
    }

    @Test
    void aDamagedEventKeepsItsEntityAwayAndNoOther() throws SQLException {
        ask("anna", to -> add(1, to));
        ask("bert", to -> add(2, to));
        stop();
        shell("UPDATE event SET event='{\"amount\":\"much\"}' WHERE entity_id='anna'");
        start(this::telling);
        tell("anna", new Ledger.Get(ignored()));
        await().untilAsserted(() -> assertThat(failures)
                .anySatisfy(failure ->
                        assertThat(failure).hasMessageStartingWith("Event 1 of 'ledger|anna' cannot be read")));
        assertThat(ask("bert", Ledger.Get::new)).isEqualTo(new Sum(1, 2));
        shell("UPDATE event SET event='{\"amount\":3}' WHERE entity_id='anna'");
        assertThat(ask("anna", Ledger.Get::new)).isEqualTo(new Sum(1, 3));
    }

    @Test
    void aLostAnswerOfTheStoreDoesNotLoseOrDoubleEvents() {
        ask("anna", to -> add(1, to));
        node.faults().on("append", Faults.answersUnknown());
        TestProbe<Sum> answers = TestProbe.create(node.system());
        tell("anna", add(10, answers.ref()));
        await().until(() -> bounds("anna").highest() == 2);
        node.faults().heal("append");
        assertThat(ask("anna", to -> add(100, to))).isEqualTo(new Sum(3, 111));
        answers.expectNoMessage(Duration.ofMillis(1));
    }

    @Test
    void aStoreThatIsBackIsUsedAgainAtOnce() {
        ask("anna", to -> add(1, to));
        for (String operation : List.of("append", "recoverLog", "events", "snapshot")) {
            node.faults().on(operation, Faults.fails(StoreException.Kind.UNAVAILABLE));
        }
        TestProbe<Sum> answers = TestProbe.create(node.system());
        for (int i = 0; i < 50; i++) {
            tell("e" + i, add(1, answers.ref()));
        }
        tell("anna", add(1, answers.ref()));
        answers.expectNoMessage(Duration.ofSeconds(2));
        for (String operation : List.of("append", "recoverLog", "events", "snapshot")) {
            node.faults().heal(operation);
        }
        long back = System.nanoTime();
        assertThat(ask("anna", Ledger.Get::new).events()).isGreaterThanOrEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void eventsThatAnotherOwnerDeletedBehindTheSnapshotFailTheRecoveryAndTheNextOneIsRight() {
        stop();
        start(Ledger::withRetention);
        for (int i = 0; i < 6; i++) {
            ask("anna", to -> add(1, to));
        }
        await().until(() -> snapshot("anna", SnapshotChoice.ALL).isPresent());
        stop();
        start(this::telling);
        // The recovery has read snapshot 5 when another node takes over, writes, and deletes.
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> until = new CompletableFuture<>();
        node.faults().on("recoverLog", Faults.waits(begun, until));
        TestProbe<Sum> answers = TestProbe.create(node.system());
        tell("anna", new Ledger.Get(answers.ref()));
        await(begun);
        try (TestNode thief = TestNode.start(file(), "")) {
            var theirs = thief.shard(Ledger.KEY, Ledger::withRetention);
            for (int i = 0; i < 20; i++) {
                thief.<Command, Sum>ask(theirs, "anna", to -> add(1, to));
            }
            await().until(() -> await(thief.store().bounds(thief.fences().shardOf("ledger", "anna"), "anna", 0))
                            .deletedTo()
                    >= 15);
        }
        node.faults().heal("recoverLog");
        until.complete(null);
        assertThat(node.<Command, Sum>askAgain(ledgers, "anna", Ledger.Get::new))
                .isEqualTo(new Sum(26, 26));
        assertThat(failures.peek()).hasMessageContaining("cannot be recovered now, events 6 to");
    }

    @Test
    void aRecoveryDuringWhichTheShardIsTakenFails() {
        ask("anna", to -> addMany(3, to));
        stop();
        start();
        node.faults().on("events", operation -> {
            node.faults().heal("events");
            return node.store().raiseEpoch(shard("anna"), "thief").thenCompose(taken -> operation.get());
        });
        assertThat(node.<Command, Sum>askAgain(ledgers, "anna", Ledger.Get::new))
                .isEqualTo(new Sum(3, 6));
        assertThat(node.fences().epoch(shard("anna")))
                .as("one for each start, one for the thief, one after it")
                .isEqualTo(4);
    }

    @Test
    void eventsOfARecoveryThatWasGivenUpDoNotMixWithThoseOfTheNext() {
        ask("anna", to -> addMany(3, to));
        stop();
        node = TestNode.start(file(), "substrate.journal { recovery-event-timeout = 1s, replay-page-events-max = 1 }");
        ledgers = node.shard(Ledger.KEY, this::telling);
        List<CompletableFuture<Void>> begun = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        List<CompletableFuture<Void>> until = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        AtomicInteger reads = new AtomicInteger();
        node.faults().on("events", operation -> {
            int read = reads.getAndIncrement();
            boolean waits = read == 1 || read == 2;
            return waits
                    ? Faults.waits(begun.get(read - 1), until.get(read - 1)).of(operation)
                    : operation.get();
        });
        TestProbe<Sum> answers = TestProbe.create(node.system());
        tell("anna", new Ledger.Get(answers.ref()));
        await(begun.get(1));
        // The first recovery timed out behind its first event; the others come while the second one waits for its own.
        until.get(0).complete(null);
        answers.expectNoMessage(Duration.ofMillis(300));
        until.get(1).complete(null);
        assertThat(answers.receiveMessage(Duration.ofSeconds(20))).isEqualTo(new Sum(3, 6));
        assertThat(failures).isNotEmpty();
    }

    private Path file() {
        return folder.resolve("store.db");
    }

    private Sum ask(String id, akka.japi.function.Function<ActorRef<Sum>, Command> command) {
        return node.ask(ledgers, id, command);
    }

    private void tell(String id, Command command) {
        ledgers.tell(new ShardingEnvelope<>(id, command));
    }

    private void rejected(String why, Command command) {
        LoggingTestKit.error("Rejected event")
                .withCustom(logged -> {
                    Throwable rejected = logged.throwable().get();
                    return rejected.getCause().getMessage().contains(why);
                })
                .expect(node.system(), () -> {
                    tell("anna", command);
                    return null;
                });
    }

    private Ledger telling(String id) {
        return new Ledger(PersistenceId.of(Ledger.KEY.name(), id), true, failures::add);
    }

    private ActorRef<Sum> ignored() {
        return TestProbe.<Sum>create(node.system()).ref();
    }

    private List<EventRow> events(String id) {
        return await(node.store().events(shard(id), id, 1, Long.MAX_VALUE, 1000))
                .events();
    }

    private LogBounds bounds(String id) {
        return await(node.store().bounds(shard(id), id, 0));
    }

    private Optional<SnapshotRow> snapshot(String id, SnapshotChoice choice) {
        return await(node.store().snapshot(shard(id), id, choice));
    }

    private ShardKey shard(String id) {
        return node.fences().shardOf("ledger", id);
    }

    private void shell(String command) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
