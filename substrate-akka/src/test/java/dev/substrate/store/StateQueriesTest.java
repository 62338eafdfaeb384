package dev.substrate.store;

import static dev.substrate.store.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import akka.stream.javadsl.Sink;
import dev.substrate.fence.ShardKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StateQueriesTest {

    /** Hashes to the lowest int, whose shard Akka numbers below 0. */
    private static final String LOWEST = "polygenelubricants";

    record Items(List<String> items) implements JsonPersistent {}

    @TempDir
    Path folder;

    private TestNode node;
    private StateQueries queries;
    private final Map<ShardKey, Long> epochs = new HashMap<>();

    @BeforeEach
    void start() {
        node = TestNode.start(folder.resolve("store.db"), "substrate.state-queries.page-rows-max = 3");
        queries = StateQueries.get(node.system());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void rowsComeInTheOrderOfTheirIdsOverAllPages() {
        List<String> ids =
                IntStream.range(0, 20).mapToObj("item-%02d"::formatted).toList();
        for (String id : ids) {
            write(id, 1);
        }
        write("other", 1);
        assertThat(await(queries.rows("basket", "Items", "item-").runWith(Sink.seq(), node.system())))
                .extracting(StateRow::uri)
                .isEqualTo(ids);
        assertThat(await(queries.rows("basket", "Other", "").runWith(Sink.seq(), node.system())))
                .isEmpty();
    }

    @Test
    void aRowIsReadAsTheStateThatItHolds() {
        write("anna", 1);
        StateRow row = await(queries.rows("basket", "Items", "").runWith(Sink.head(), node.system()));
        assertThat(queries.state(row, Items.class)).contains(new Items(List.of("1")));
    }

    @Test
    void currentChangesAreTheNewestVersionsOfAllShardsAndGoOnFromTheOffsets() {
        for (int i = 0; i < 40; i++) {
            write("item-" + i, 1);
        }
        write(LOWEST, 1);
        assertThat(node.fences().shardOf("basket", LOWEST).shard()).isNegative();
        write("item-7", 2);
        List<StateChange> all = current(ChangeOffsets.START);
        assertThat(all).hasSize(41);
        assertThat(all)
                .filteredOn(change -> change.row().uri().equals("item-7"))
                .extracting(change -> change.row().version())
                .containsExactly(2L);
        assertThat(all).extracting(change -> change.row().uri()).contains(LOWEST);
        assertOrderPerShard(all);

        ChangeOffsets read = all.stream().reduce(ChangeOffsets.START, ChangeOffsets::after, (a, b) -> b);
        assertThat(current(ChangeOffsets.parse(read.toString()))).isEmpty();
        write("item-3", 2);
        assertThat(current(read)).extracting(change -> change.row().uri()).containsExactly("item-3");
    }

    @Test
    void liveChangesShowEveryAcknowledgedVersionOrANewerOne() {
        Queue<StateChange> seen = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) {
            write("item-" + i, 1);
        }
        queries.changes("basket", ChangeOffsets.START).runForeach(seen::add, node.system());
        for (int version = 2; version <= 10; version++) {
            for (int i = 0; i < 20; i++) {
                write("item-" + i, version);
            }
        }
        await().untilAsserted(() -> {
            Map<String, Long> newest = new HashMap<>();
            seen.forEach(change -> newest.put(change.row().uri(), change.row().version()));
            assertThat(newest)
                    .hasSize(20)
                    .allSatisfy((id, version) -> assertThat(version).isEqualTo(10));
        });
        assertOrderPerShard(new ArrayList<>(seen));
    }

    @Test
    void aBusyShardHoldsUpNoOther() {
        for (int i = 0; i < 200; i++) {
            write("item-" + i, 1);
        }
        // One shard never comes to its end.
        ShardKey busy = new ShardKey("basket", 0);
        AtomicInteger pages = new AtomicInteger();
        ChangePage full = await(node.store().changes(busy, 0, 3));
        assertThat(full.more()).isTrue();
        node.faults().onCall("changes", (arguments, operation) -> {
            if (!arguments[0].equals(busy)) {
                return operation.get();
            }
            pages.incrementAndGet();
            return CompletableFuture.completedFuture(full);
        });
        Queue<StateChange> seen = new ConcurrentLinkedQueue<>();
        queries.changes("basket", ChangeOffsets.START).runForeach(seen::add, node.system());
        await().until(() ->
                seen.stream().map(change -> change.row().shard()).distinct().count() == 10);
        assertThat(pages.get()).isGreaterThan(1);
    }

    @Test
    void aStreamEndsWithTheErrorOfTheStore() {
        write("anna", 1);
        node.faults().on("changes", Faults.fails(StoreException.Kind.UNAVAILABLE));
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> current(ChangeOffsets.START));
        node.faults().heal("changes");
        assertThat(current(ChangeOffsets.START)).hasSize(1);
    }

    private List<StateChange> current(ChangeOffsets after) {
        return await(queries.currentChanges("basket", after).runWith(Sink.seq(), node.system()));
    }

    private void write(String id, long version) {
        ShardKey shard = node.fences().shardOf("basket", id);
        long epoch = epochs.computeIfAbsent(shard, taken -> await(node.fences().takeOver(taken)));
        Instant now = Instant.EPOCH;
        await(node.store()
                .write(new StateRow(
                        "basket",
                        id,
                        "Items",
                        shard.shard(),
                        version,
                        epoch,
                        false,
                        now,
                        now,
                        "{\"serializer\":31,\"manifest\":\"" + Items.class.getName() + "\",\"encoding\":\"json\"}",
                        "{\"items\":[\"" + version + "\"]}")));
    }

    private static void assertOrderPerShard(List<StateChange> changes) {
        Map<Integer, Long> last = new HashMap<>();
        assertThat(changes).allSatisfy(change -> {
            Long before = last.put(change.row().shard(), change.offset());
            assertThat(change.offset()).isGreaterThan(before == null ? 0 : before);
        });
    }
}
