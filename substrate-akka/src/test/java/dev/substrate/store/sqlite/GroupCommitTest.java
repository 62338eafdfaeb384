package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertFenceLost;
import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Answers.failure;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several operations in one transaction; they come together while another process stands in the turnstile. */
@Timeout(60)
class GroupCommitTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SqliteFile file;
    private FencedStore store;
    private long epoch;

    @BeforeEach
    void open() {
        file = new SqliteFile(folder);
        store = SqliteStore.open(file.settings(Duration.ofSeconds(20)), meters);
        epoch = await(store.raiseEpoch(SHARD, "a"));
    }

    @AfterEach
    void close() {
        store.close();
        file.close();
    }

    @Test
    void anAppendThatFailsInItsMiddleLeavesNothingAndHoldsUpNobody() throws Exception {
        List<EventRow> unfit = new ArrayList<>(Rows.events("pkg:b", 1, 3, epoch));
        unfit.add(withoutEvent("pkg:b", 4));
        List<CompletionStage<Void>> appended = new ArrayList<>();
        CompletionStage<Void> refused;
        try (Blocker blocker = new Blocker(file.turnstile())) {
            appended.add(store.append(Rows.events("pkg:a", 1, 3, epoch)));
            refused = store.append(unfit);
            appended.add(store.append(Rows.events("pkg:a", 4, 5, epoch)));
            appended.add(store.append(Rows.events("pkg:c", 1, 1, epoch)));
            appended.add(store.write(Rows.state("pkg:a", 1, epoch, "1")));
            blocker.release();
        }
        appended.forEach(Answers::await);
        assertThat(failure(refused))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Nothing was written");
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(0, 5));
        assertThat(await(store.bounds(SHARD, "pkg:b", 0))).isEqualTo(new LogBounds(0, 0));
        assertThat(await(store.changes(SHARD, 0, 10)).changes()).hasSize(1);
        assertThat(largestBatch()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void whatFollowsAnOperationOfTheSameBatchSeesIt() throws Exception {
        List<CompletionStage<Void>> operations = new ArrayList<>();
        CompletionStage<Long> raised;
        CompletionStage<Void> conflict;
        CompletionStage<Void> late;
        try (Blocker blocker = new Blocker(file.turnstile())) {
            operations.add(store.append(Rows.events("pkg:a", 1, 2, epoch)));
            operations.add(store.deleteEvents(SHARD, epoch, "pkg:a", 2));
            operations.add(store.append(Rows.events("pkg:a", 3, 3, epoch)));
            conflict = store.append(Rows.events("pkg:a", 3, 3, epoch));
            raised = store.raiseEpoch(SHARD, "b");
            late = store.append(Rows.events("pkg:a", 4, 4, epoch));
            blocker.release();
        }
        operations.forEach(Answers::await);
        assertRefused(conflict, StoreException.Kind.VERSION_CONFLICT);
        assertThat(await(raised)).isEqualTo(2);
        assertFenceLost(late);
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(2, 3));
    }

    @Test
    void aTransactionEndsOnceItHasItsRows() throws Exception {
        List<CompletionStage<Void>> appended = new ArrayList<>();
        try (Blocker blocker = new Blocker(file.turnstile())) {
            for (int i = 0; i < 20; i++) {
                appended.add(store.append(Rows.events("pkg:" + i, 1, 500, epoch)));
            }
            blocker.release();
        }
        appended.forEach(Answers::await);
        assertThat(largestBatch())
                .as("two of 500 events make the 1000 rows of a batch")
                .isEqualTo(2);
    }

    private double largestBatch() {
        DistributionSummary batches =
                meters.get("substrate.store.batch.operations").summary();
        return batches.max();
    }

    @SuppressWarnings("NullAway") // what no caller should do, and one did
    private EventRow withoutEvent(String id, long sequence) {
        return Rows.event(id, sequence, epoch, null);
    }
}
