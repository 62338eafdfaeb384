package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.cassandra.LocalCassandra;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import dev.substrate.store.cassandra.HeldSession.Fault;
import dev.substrate.store.cassandra.HeldSession.Held;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two owners of a shard on a real Cassandra, one of which is stopped at each step of what it does, or heard late. */
@Tag("cluster")
@Timeout(120)
class CassandraRacesTest {

    private static final String INSERT_STATE = "INSERT INTO state";
    private static final String INSERT_EVENT = "INSERT INTO event (";
    private static final String RAISE = "UPDATE shard_epoch";
    private static final String CONFIRM = "SELECT last_attempt";
    private static final String CONFIRM_BY_ONE_CELL = "SELECT last_attempt FROM";

    private static LocalCassandra cassandra;
    private static String contactPoint;
    private static CqlSession shell;
    private static HeldSession wire;
    private static CassandraStore first;
    private static CassandraStore second;
    private static int tests;

    private ShardKey shard;

    @BeforeAll
    static void openTwoStoresOnACassandra(@TempDir Path folder) throws IOException {
        var local = dev.substrate.cassandra.CassandraSettings.of(folder, LocalCassandra.libraries(), freePort())
                .endingWithStarter();
        cassandra = LocalCassandra.start(local).awaitAnswering(Duration.ofMinutes(2), elapsed -> {});
        contactPoint = local.contactPoint();
        CassandraSettings settings = settings("races", true);
        wire = new HeldSession(Sessions.connect(settings));
        first = new CassandraStore(wire.session(), settings, new SimpleMeterRegistry());
        shell = Sessions.connect(settings);
        second = new CassandraStore(shell, settings, new SimpleMeterRegistry());
    }

    private static CassandraSettings settings(String keyspace, boolean createSchema) {
        Config config = ConfigFactory.parseString("""
                        cassandra {
                          contact-points = ["%s"], keyspace = %s, replication-factor = 1, create-schema = %s
                        }
                        """.formatted(contactPoint, keyspace, createSchema))
                .withFallback(ConfigFactory.load().getConfig("substrate"));
        return CassandraSettings.of(config);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        cassandra.close();
    }

    @BeforeEach
    void useAShardOfOnesOwn() {
        shard = new ShardKey("record" + ++tests, 7);
    }

    @Test
    void anOwnerThatIsPausedBetweenWriteAndConfirmationIsNotAcknowledged() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.write(row("a", 1, epoch, "1")));
        wire.holdNext(INSERT_STATE, Fault.PAUSED_AFTER);
        CompletionStage<Void> write = first.write(row("a", 2, epoch, "2"));
        Held paused = wire.held();

        long newer = await(second.raiseEpoch(shard, "second"));
        assertThat(state(second, "a"))
                .as("it was in the store before the epoch rose")
                .isEqualTo("2");
        await(second.write(row("a", 3, newer, "3")));
        paused.letGo();

        assertFenceLost(write);
        assertThat(state(second, "a")).isEqualTo("3");
    }

    @Test
    void aLateWriteOfAFormerOwnerDoesNotCoverANewerOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.write(row("a", 1, epoch, "1")));
        wire.holdNext(INSERT_STATE, Fault.PAUSED_BEFORE);
        CompletionStage<Void> write = first.write(row("a", 2, epoch, "late"));
        Held paused = wire.held();

        long newer = await(second.raiseEpoch(shard, "second"));
        assertThat(state(second, "a")).isEqualTo("1");
        await(second.write(row("a", 2, newer, "new")));
        paused.letGo();

        assertFenceLost(write);
        assertThat(state(second, "a")).isEqualTo("new");
        assertThat(await(second.read(shard, "a")).orElseThrow().epoch()).isEqualTo(newer);
    }

    @Test
    void aLateWriteDoesNotBringBackWhatANewerOwnerDeleted() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.write(row("a", 1, epoch, "1")));
        wire.holdNext(INSERT_STATE, Fault.LATE);
        CompletionStage<Void> write = first.write(row("a", 2, epoch, "late"));
        Held late = wire.held();
        assertUnknown(write);

        long newer = await(second.raiseEpoch(shard, "second"));
        await(second.write(row("a", 2, newer, null)));
        late.letGo();

        StateRow row = await(second.read(shard, "a")).orElseThrow();
        assertThat(row.tombstone()).isTrue();
        assertThat(row.entity()).isNull();
    }

    @Test
    void aLateWriteOfTheSameOwnerDoesNotCoverTheOneThatFollowedIt() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(INSERT_STATE, Fault.LATE);
        CompletionStage<Void> write = first.write(row("a", 1, epoch, "late"));
        Held late = wire.held();
        assertUnknown(write);

        assertThat(await(first.read(shard, "a"))).isEmpty();
        await(first.write(row("a", 1, epoch, "again")));
        late.letGo();

        assertThat(state(first, "a")).isEqualTo("again");
    }

    @Test
    void whatAnOwnerHasRecoveredIsNotCoveredByAnotherLateWrite() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(INSERT_STATE, Fault.LATE);
        assertUnknown(first.write(row("a", 1, epoch, "early")));
        Held early = wire.held();
        assertThat(await(first.recover(shard, epoch, "a"))).isEmpty();
        wire.holdNext(INSERT_STATE, Fault.LATE);
        assertUnknown(first.write(row("a", 1, epoch, "late")));
        Held late = wire.held();

        early.letGo();
        assertThat(await(first.recover(shard, epoch, "a")).orElseThrow().entity())
                .isEqualTo("early");
        late.letGo();

        assertThat(state(second, "a")).isEqualTo("early");
        await(first.write(row("a", 2, epoch, "next")));
        assertThat(state(second, "a")).isEqualTo("next");
    }

    @Test
    void whatANewOwnerHasRecoveredIsNotCoveredByALateWriteOfAFormerOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.write(row("a", 1, epoch, "1")));
        await(first.append(events(1, 2, epoch, "a")));
        wire.holdNext(INSERT_STATE, Fault.LATE);
        assertUnknown(first.write(row("a", 2, epoch, "late")));
        Held state = wire.held();

        long newer = await(second.raiseEpoch(shard, "second"));
        StateRow recovered = await(second.recover(shard, newer, "a")).orElseThrow();
        assertThat(recovered.entity()).isEqualTo("1");
        assertThat(recovered.version()).isEqualTo(1);
        assertThat(await(second.recoverLog(shard, newer, "e", 0))).isEqualTo(new LogBounds(0, 2));
        state.letGo();

        assertThat(state(second, "a")).as("nobody would expect it any more").isEqualTo("1");
        assertThat(log(second)).containsExactly("a1", "a2");
        assertFenceLost(first.recover(shard, epoch, "a"));
        assertFenceLost(first.recoverLog(shard, epoch, "e", 0));
    }

    @Test
    void eventsThatAnOwnerHasRecoveredAreNotCoveredByAnotherLateBatch() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(INSERT_EVENT, Fault.LATE);
        assertUnknown(first.append(events(1, 2, epoch, "early")));
        Held early = wire.held();
        assertThat(await(first.recoverLog(shard, epoch, "e", 0)).highest()).isZero();
        wire.holdNext(INSERT_EVENT, Fault.LATE);
        assertUnknown(first.append(events(1, 3, epoch, "late")));
        Held late = wire.held();

        early.letGo();
        assertThat(await(first.recoverLog(shard, epoch, "e", 0)).highest()).isEqualTo(2);
        late.letGo();

        assertThat(log(second)).containsExactly("early1", "early2");
        await(first.append(events(3, 3, epoch, "b")));
        assertThat(log(second)).containsExactly("early1", "early2", "b3");
    }

    @Test
    void aRecoveredLogCannotGrowByItself() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.append(events(1, 1, epoch, "a")));
        wire.holdNext(INSERT_EVENT, Fault.LATE);
        assertUnknown(first.append(events(2, 3, epoch, "late")));
        Held late = wire.held();
        assertThat(await(first.recoverLog(shard, epoch, "e", 0)).highest()).isEqualTo(1);
        late.letGo();
        assertThat(log(second)).containsExactly("a1");
    }

    @Test
    void anOwnerThatIsPausedBeforeItReadsTheAnswerOfAConfirmationWasTheOwnerWhenItAsked() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(CONFIRM, Fault.PAUSED_AFTER);
        CompletionStage<Void> write = first.write(row("a", 1, epoch, "1"));
        Held paused = wire.held();

        await(second.raiseEpoch(shard, "second"));
        assertThat(state(second, "a")).as("acknowledged or not, it is there").isEqualTo("1");
        paused.letGo();
        await(write);

        assertThat(await(first.confirm(shard, epoch)))
                .as("who asks now asks anew")
                .isFalse();
    }

    @Test
    void whoAsksForAConfirmationWhileALookIsUnderWayGetsTheNextOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(CONFIRM, Fault.PAUSED_AFTER);
        CompletionStage<Boolean> early = first.confirm(shard, epoch);
        Held paused = wire.held();

        await(second.raiseEpoch(shard, "second"));
        CompletionStage<Boolean> late = first.confirm(shard, epoch);
        paused.letGo();

        assertThat(await(early)).isTrue();
        assertThat(await(late)).isFalse();
    }

    @Test
    void whatIsKnownOfEpochsHoldsOnlyUntilSomebodyRaisesOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        ShardKey neighbour = new ShardKey(shard.entityType(), 8);
        CompletableFuture<Boolean> early = confirmByOneCell(epoch);
        Held paused = wire.held();
        await(second.raiseEpoch(neighbour, "second"));
        paused.letGo();
        assertThat(await(early)).isTrue();
        assertThat(await(first.confirm(shard, epoch)))
                .as("it was another shard")
                .isTrue();
        assertThat(await(first.confirm(neighbour, 1))).isTrue();

        CompletableFuture<Boolean> last = confirmByOneCell(epoch);
        paused = wire.held();
        await(second.raiseEpoch(shard, "second"));
        CompletionStage<Boolean> late = first.confirm(shard, epoch);
        paused.letGo();
        assertThat(await(last)).isTrue();
        assertThat(await(late)).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(await(first.confirm(shard, epoch))).isFalse();
            assertThat(await(first.confirm(shard, epoch + 1))).isTrue();
        }
    }

    @Test
    void anEpochWhoseAnswerWasLostIsSeenByWhomeverHasLookedMeanwhile() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        CompletableFuture<Boolean> early = confirmByOneCell(epoch);
        wire.held().letGo();
        assertThat(await(early)).isTrue();
        wire.holdNext(RAISE, Fault.ANSWER_LOST);
        CompletionStage<Long> raise = first.raiseEpoch(shard, "first");
        assertThat(await(raise)).isEqualTo(epoch + 1);
        for (int i = 0; i < 5; i++) {
            assertThat(await(first.confirm(shard, epoch))).isFalse();
            assertThat(await(second.confirm(shard, epoch))).isFalse();
            assertThat(await(second.confirm(shard, epoch + 1))).isTrue();
        }
    }

    @Test
    void aTableThatWasMadeBeforeAttemptsWereNotedInItIsCompleted() {
        CassandraSettings older = settings("older", true);
        new CassandraStore(Sessions.connect(older), older, new SimpleMeterRegistry()).close();
        shell.execute("ALTER TABLE older.shard_epoch DROP last_attempt");
        shell.execute("INSERT INTO older.shard_epoch (entity_type, shard, epoch, owner, attempt, raised)"
                + " VALUES ('record', 7, 5, 'older', 'a/1', '2026') IF NOT EXISTS");

        assertThatThrownBy(() -> Sessions.connect(settings("older", false)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the column last_attempt of shard_epoch");
        CassandraStore store = new CassandraStore(Sessions.connect(older), older, new SimpleMeterRegistry());
        try {
            ShardKey old = new ShardKey("record", 7);
            for (int i = 0; i < 5; i++) {
                assertThat(await(store.confirm(old, 5))).isTrue();
            }
            assertThat(await(store.raiseEpoch(old, "newer"))).isEqualTo(6);
            assertThat(await(store.confirm(old, 5))).isFalse();
            assertThat(await(store.confirm(old, 6))).isTrue();
        } finally {
            store.close();
        }
    }

    /** Asks until it is known who raised an epoch last; the look at one cell that follows is held. */
    private CompletableFuture<Boolean> confirmByOneCell(long epoch) {
        wire.holdNext(CONFIRM_BY_ONE_CELL, Fault.PAUSED_AFTER);
        while (true) {
            CompletableFuture<Boolean> confirmation =
                    first.confirm(shard, epoch).toCompletableFuture();
            if (wire.isHolding()) {
                return confirmation;
            }
            assertThat(await(confirmation)).isTrue();
        }
    }

    @Test
    void anEpochIsOursThoughTheAnswerOfItsTransactionWasLost() {
        await(second.raiseEpoch(shard, "second"));
        wire.holdNext(RAISE, Fault.ANSWER_LOST);
        long epoch = await(first.raiseEpoch(shard, "first"));

        assertThat(epoch).isEqualTo(2);
        assertThat(await(first.confirm(shard, epoch))).isTrue();
        await(first.write(row("a", 1, epoch, "1")));
    }

    @Test
    void anEpochWhoseTransactionWasNeverSentIsTakenByTheNextOne() {
        wire.holdNext(RAISE, Fault.LATE);
        long epoch = await(first.raiseEpoch(shard, "first"));
        assertThat(epoch).isEqualTo(1);
        // And if it comes after all, it finds that the epoch has moved on.
        wire.held().letGo();
        assertThat(await(first.confirm(shard, epoch))).isTrue();
    }

    @Test
    void ofTwoThatRaiseAnEpochAtOnceEachGetsItsOwn() {
        wire.holdNext(RAISE, Fault.PAUSED_BEFORE);
        CompletionStage<Long> raise = first.raiseEpoch(shard, "first");
        Held paused = wire.held();
        assertThat(await(second.raiseEpoch(shard, "second"))).isEqualTo(1);
        paused.letGo();
        assertThat(await(raise)).isEqualTo(2);
        assertThat(await(second.confirm(shard, 1))).isFalse();
    }

    @Test
    void eventsThatAFormerOwnerLeftBehindThoseOfANewerOneAreNoPartOfTheLog() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.append(events(1, 2, epoch, "a")));
        wire.holdNext(INSERT_EVENT, Fault.PAUSED_BEFORE);
        CompletionStage<Void> append = first.append(events(3, 5, epoch, "late"));
        Held paused = wire.held();

        long newer = await(second.raiseEpoch(shard, "second"));
        assertThat(await(second.bounds(shard, "e", 0))).isEqualTo(new LogBounds(0, 2));
        await(second.append(events(3, 3, newer, "b")));
        paused.letGo();
        assertFenceLost(append);

        assertThat(log(second)).containsExactly("a1", "a2", "b3");
        assertThat(await(second.bounds(shard, "e", 0)).highest()).isEqualTo(3);
        assertThat(await(second.bounds(shard, "e", 3)).highest()).isEqualTo(3);
        await(second.append(events(4, 4, newer, "c")));
        assertThat(log(second)).containsExactly("a1", "a2", "b3", "c4");
        assertThat(log(first)).containsExactly("a1", "a2", "b3", "c4");
    }

    @Test
    void aLateBatchOfTheSameOwnerIsNoPartOfTheLogEither() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        wire.holdNext(INSERT_EVENT, Fault.LATE);
        CompletionStage<Void> append = first.append(events(1, 3, epoch, "late"));
        Held late = wire.held();
        assertUnknown(append);

        assertThat(await(first.bounds(shard, "e", 0)).highest()).isZero();
        await(first.append(events(1, 1, epoch, "again")));
        late.letGo();

        assertThat(log(first)).containsExactly("again1");
        assertThat(await(first.bounds(shard, "e", 0)).highest()).isEqualTo(1);
        await(first.append(events(2, 2, epoch, "more")));
        assertThat(log(first)).containsExactly("again1", "more2");
    }

    @Test
    void staleEventsBehindDeletedOnesStayOutOfTheLog() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.append(events(1, 2, epoch, "a")));
        wire.holdNext(INSERT_EVENT, Fault.PAUSED_BEFORE);
        CompletionStage<Void> append = first.append(events(3, 5, epoch, "late"));
        Held paused = wire.held();
        long newer = await(second.raiseEpoch(shard, "second"));
        await(second.append(events(3, 3, newer, "b")));
        paused.letGo();
        assertFenceLost(append);

        await(second.deleteEvents(shard, newer, "e", Long.MAX_VALUE));

        assertThat(await(second.bounds(shard, "e", 0))).isEqualTo(new LogBounds(3, 3));
        assertThat(log(second)).isEmpty();
        await(second.append(events(4, 4, newer, "c")));
        assertThat(log(second)).containsExactly("c4");
    }

    @Test
    void aFormerOwnerThatIsPausedBeforeItDeletesDeletesNothingOfANewerOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.append(events(1, 2, epoch, "a")));
        for (String step : List.of(CONFIRM, "INSERT INTO event_log", "DELETE FROM event ")) {
            wire.holdNext(step, Fault.PAUSED_BEFORE);
            CompletionStage<Void> delete = first.deleteEvents(shard, epoch, "e", Long.MAX_VALUE);
            Held paused = wire.held();
            long newer = await(second.raiseEpoch(shard, "second"));
            LogBounds bounds = await(second.bounds(shard, "e", 0));
            await(second.append(events(bounds.highest() + 1, bounds.highest() + 2, newer, step + "/")));
            paused.letGo();
            settle(delete);
            assertThat(log(second)).endsWith(step + "/" + (bounds.highest() + 1), step + "/" + (bounds.highest() + 2));
            epoch = await(first.raiseEpoch(shard, "first"));
        }
    }

    @Test
    void aMissingEventIsDamageAndNotTheEnd() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.append(events(1, 5, epoch, "a")));
        shell.execute("DELETE FROM event WHERE entity_type='" + shard.entityType()
                + "' AND entity_id='e' AND part=0 AND sequence=3");
        assertFailed(first.bounds(shard, "e", 0), StoreException.Kind.DAMAGED);
        assertFailed(first.events(shard, "e", 1, 5, 10), StoreException.Kind.DAMAGED);
        assertThat(await(first.events(shard, "e", 1, 2, 10)).events()).hasSize(2);
    }

    @Test
    void aSnapshotWhoseWriterLostItsFenceIsNeverChosen() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.save(snapshot(2, epoch, "good")));
        wire.holdNext("INSERT INTO snapshot", Fault.PAUSED_AFTER);
        CompletionStage<Void> save = first.save(snapshot(5, epoch, "stale"));
        Held paused = wire.held();
        await(second.raiseEpoch(shard, "second"));
        paused.letGo();

        assertFenceLost(save);
        SnapshotRow chosen =
                await(second.snapshot(shard, "e", SnapshotChoice.ALL)).orElseThrow();
        assertThat(chosen.snapshot()).isEqualTo("\"good\"");
    }

    @Test
    void aSnapshotThatWasNotConfirmedDoesNotReplaceTheOneOfItsNumber() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.save(snapshot(2, epoch, "good")));
        wire.holdNext("INSERT INTO snapshot", Fault.PAUSED_BEFORE);
        CompletionStage<Void> save = first.save(snapshot(2, epoch, "stale"));
        Held paused = wire.held();
        await(second.raiseEpoch(shard, "second"));
        paused.letGo();

        assertFenceLost(save);
        assertThat(await(second.snapshot(shard, "e", SnapshotChoice.ALL))
                        .orElseThrow()
                        .snapshot())
                .isEqualTo("\"good\"");
    }

    @Test
    void aFormerOwnerThatIsPausedBeforeItDeletesLeavesTheSnapshotsOfANewerOne() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.save(snapshot(2, epoch, "old")));
        wire.holdNext(CONFIRM, Fault.PAUSED_AFTER);
        CompletionStage<Void> delete = first.deleteSnapshots(shard, epoch, "e", SnapshotChoice.ALL);
        Held paused = wire.held();
        long newer = await(second.raiseEpoch(shard, "second"));
        await(second.save(snapshot(2, newer, "new")));
        paused.letGo();

        assertFenceLost(delete);
        assertThat(await(second.snapshot(shard, "e", SnapshotChoice.ALL))
                        .orElseThrow()
                        .snapshot())
                .isEqualTo("\"new\"");
    }

    @Test
    void aReaderOfChangesMissesNothingThatIsWrittenWhileItReads() {
        long epoch = await(first.raiseEpoch(shard, "first"));
        await(first.write(row("m", 1, epoch, "1")));
        await(first.write(row("z", 1, epoch, "1")));
        wire.holdNext("SELECT uri, stamp", Fault.PAUSED_BEFORE);
        var page = first.changes(shard, 0, 10);
        Held paused = wire.held();
        await(first.write(row("a", 1, epoch, "late")));
        await(first.write(row("z", 2, epoch, "2")));
        paused.letGo();
        var seen = await(page);
        var rest = await(first.changes(shard, seen.next(), 10));
        assertThat(seen.changes().stream().map(change -> change.row().uri())).contains("m");
        // Version 1 of z was acknowledged before: it must not stand as the newest.
        assertThat(seen.ahead().stream()
                        .map(change -> change.row().uri() + change.row().version()))
                .contains("z2");
        assertThat(rest.changes().stream()
                        .map(change -> change.row().uri() + change.row().version()))
                .containsExactly("a1", "z2");
    }

    private StateRow row(String uri, long version, long epoch, @Nullable String entity) {
        return new StateRow(
                shard.entityType(),
                uri,
                "t",
                shard.shard(),
                version,
                epoch,
                entity == null,
                Instant.EPOCH,
                Instant.EPOCH,
                "{}",
                entity);
    }

    private List<EventRow> events(long from, long to, long epoch, String name) {
        List<EventRow> events = new ArrayList<>();
        for (long sequence = from; sequence <= to; sequence++) {
            events.add(new EventRow(
                    shard.entityType(), "e", shard.shard(), sequence, epoch, Instant.EPOCH, "{}", name + sequence));
        }
        return events;
    }

    private SnapshotRow snapshot(long sequence, long epoch, String text) {
        return new SnapshotRow(
                shard.entityType(), "e", shard.shard(), sequence, epoch, Instant.EPOCH, "{}", '"' + text + '"');
    }

    private @Nullable String state(CassandraStore store, String uri) {
        return await(store.read(shard, uri)).orElseThrow().entity();
    }

    private List<String> log(CassandraStore store) {
        return await(store.events(shard, "e", 1, Long.MAX_VALUE, 1_000)).events().stream()
                .map(EventRow::event)
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
    }

    private static void settle(CompletionStage<?> stage) {
        await(stage.handle((done, failure) -> true));
    }

    private static void assertFenceLost(CompletionStage<?> stage) {
        assertThatThrownBy(() -> await(stage))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(FenceLostException.class);
    }

    private static void assertUnknown(CompletionStage<?> stage) {
        assertFailed(stage, StoreException.Kind.UNKNOWN);
    }

    private static void assertFailed(CompletionStage<?> stage, StoreException.Kind kind) {
        assertThatThrownBy(() -> await(stage))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
