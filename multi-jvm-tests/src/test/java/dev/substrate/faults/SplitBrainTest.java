package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.record.Dht;
import dev.substrate.record.RecordKey;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters on one store, each of which believes for good that it owns every shard. */
@Tag("cluster")
@Timeout(180)
class SplitBrainTest {

    private static final int COUNTERS = 3;
    private static final int CLIENTS_PER_SIDE = 2;
    private static final int INCREMENTS_MIN = 45;
    private static final int INCREMENTS_MAX = 20_000;
    private static final int FENCES_LOST_MIN = 10;

    @Test
    void noIncrementIsLostAndNoReadIsStaleWhileTwoNodesOwnTheSameShards(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.db");
        Ledger ledger = new Ledger();
        try (InProcessNode left = InProcessNode.startReady(1, folder, store, "");
                InProcessNode right = InProcessNode.startReady(2, folder, store, "")) {
            ExecutorService clients = Executors.newFixedThreadPool(2 * CLIENTS_PER_SIDE);
            try {
                BooleanSupplier contested = () -> fencesLost(left) + fencesLost(right) > FENCES_LOST_MIN;
                List<Future<?>> ends = new ArrayList<>();
                for (int client = 0; client < CLIENTS_PER_SIDE; client++) {
                    ends.add(clients.submit(() -> raise(Records.on(left.node()), ledger, contested)));
                    ends.add(clients.submit(() -> raise(Records.on(right.node()), ledger, contested)));
                }
                for (Future<?> end : ends) {
                    end.get(150, TimeUnit.SECONDS);
                }
            } finally {
                clients.shutdownNow();
            }
            for (int i = 0; i < COUNTERS; i++) {
                long acknowledged = ledger.acknowledged[i].get();
                assertThat(acknowledged).as("increments of c%d", i).isPositive();
                for (InProcessNode side : List.of(left, right)) {
                    Versioned<Counter> seen = get(Records.on(side.node()), key(i));
                    assertThat(seen.value().value()).isBetween(acknowledged, acknowledged + ledger.unknown[i].get());
                    assertThat(seen.version()).isEqualTo(seen.value().value());
                }
            }
            assertThat(fencesLost(left) + fencesLost(right))
                    .as("the two sides took shards from each other, or the test tests nothing")
                    .isGreaterThan(FENCES_LOST_MIN);
        }
    }

    @Test
    void aBlindWriteThroughTheFormerOwnerIsSeenByTheNextOne(@TempDir Path folder) {
        Path store = folder.resolve("store.db");
        try (InProcessNode left = InProcessNode.startReady(1, folder, store, "");
                InProcessNode right = InProcessNode.startReady(2, folder, store, "")) {
            RecordKey<Counter> key = Counter.key("blind");
            for (int round = 0; round < 3; round++) {
                for (InProcessNode writer : List.of(left, right)) {
                    InProcessNode reader = writer == left ? right : left;
                    long first = put(Records.on(writer.node()), key);
                    // Now the reader owns the record and has it in memory; the writer has not heard of it.
                    assertThat(get(Records.on(reader.node()), key).version()).isEqualTo(first);
                    long second = put(Records.on(writer.node()), key);
                    assertThat(second).isEqualTo(first + 1);
                    assertThat(get(Records.on(reader.node()), key).version()).isEqualTo(second);
                }
            }
        }
    }

    private static long put(Dht dht, RecordKey<Counter> key) {
        return dht.put(key, new Counter(0))
                .toCompletableFuture()
                .join()
                .orThrow()
                .version();
    }

    /** What is known of the counters, in one place for both sides: the test is the observer outside. */
    private static final class Ledger {
        final AtomicLong[] newest = new AtomicLong[COUNTERS];
        final AtomicInteger[] acknowledged = new AtomicInteger[COUNTERS];
        final AtomicInteger[] unknown = new AtomicInteger[COUNTERS];

        Ledger() {
            for (int i = 0; i < COUNTERS; i++) {
                newest[i] = new AtomicLong();
                acknowledged[i] = new AtomicInteger();
                unknown[i] = new AtomicInteger();
            }
        }
    }

    /** Raises each counter in turn, for as long as it takes until the sides have met often enough. */
    private static void raise(Dht dht, Ledger ledger, BooleanSupplier contested) {
        for (int n = 0; n < INCREMENTS_MIN || (n < INCREMENTS_MAX && !contested.getAsBoolean()); n++) {
            int i = n % COUNTERS;
            WriteOutcome<Counter> outcome = dht.update(
                            key(i),
                            current -> new Counter(
                                    current == null ? 1 : current.value().value() + 1))
                    .toCompletableFuture()
                    .join();
            if (outcome instanceof WriteOutcome.Written<Counter> written) {
                ledger.acknowledged[i].incrementAndGet();
                ledger.newest[i].accumulateAndGet(written.version(), Math::max);
            } else if (outcome instanceof WriteOutcome.Unknown) {
                ledger.unknown[i].incrementAndGet();
            }
            long acknowledgedBefore = ledger.newest[i].get();
            if (acknowledgedBefore > 0) {
                assertThat(get(dht, key(i)).version())
                        .as("a read of c%d after version %d was acknowledged", i, acknowledgedBefore)
                        .isGreaterThanOrEqualTo(acknowledgedBefore);
            }
        }
    }

    private static Versioned<Counter> get(Dht dht, RecordKey<Counter> key) {
        return dht.get(key).toCompletableFuture().join().orElseThrow();
    }

    private static RecordKey<Counter> key(int i) {
        return Counter.key("c" + i);
    }

    private static double fencesLost(InProcessNode side) {
        return NodeMeters.get(side.node().system())
                .registry()
                .get("substrate.fence.lost")
                .counter()
                .count();
    }
}
