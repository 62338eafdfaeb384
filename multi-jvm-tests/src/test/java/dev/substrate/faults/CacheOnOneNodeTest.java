package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.dht.Records;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.record.Dht;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program on a node sees of the cache. */
@Tag("cluster")
class CacheOnOneNodeTest {

    private static final RecordType<Basket> BASKET = RecordType.of("basket", Basket.class);
    private static final Duration WITHIN = Duration.ofSeconds(20);

    /** An entity that can be changed. */
    static final class Basket {
        public List<String> things = new ArrayList<>();

        static Basket with(String thing) {
            Basket basket = new Basket();
            basket.things.add(thing);
            return basket;
        }
    }

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenHereIsReadHereAndNobodyCanChangeWhatIsKept() {
        try (InProcessNode node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), "")) {
            Dht dht = Records.on(node.node());
            RecordKey<Basket> key = BASKET.key("annas");
            put(dht, key, "bread", WriteOptions.none());
            await().atMost(WITHIN).until(() -> getAny(dht, key).isPresent() && hits(node) > 0);

            Basket mine = getAny(dht, key).orElseThrow().value();
            mine.things.clear();
            assertThat(getAny(dht, key).orElseThrow().value().things).containsExactly("bread");

            double before = hits(node);
            for (int i = 0; i < 500; i++) {
                WriteOutcome.Written<Basket> written = put(dht, key, "thing " + i, WriteOptions.none());
                Versioned<Basket> read = getAny(dht, key).orElseThrow();
                assertThat(read.version()).isEqualTo(written.version());
                assertThat(read.value().things).containsExactly("thing " + i);
            }
            assertThat(hits(node)).as("writes are taken over").isGreaterThan(before + 400);
            assertThat(getAny(dht, key).orElseThrow().headers())
                    .isEqualTo(dht.get(key)
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()
                            .headers());

            dht.delete(key).toCompletableFuture().join().orThrow();
            assertThat(getAny(dht, key)).isEmpty();
        }
    }

    @Test
    void aKeptRecordIsGoneWhenItsTimeHasCome() {
        try (InProcessNode node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), "")) {
            Dht dht = Records.on(node.node());
            RecordKey<Basket> key = BASKET.key("short");
            put(dht, key, "ice", WriteOptions.none().timeToLive(Duration.ofSeconds(3)));
            await().atMost(WITHIN)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> getAny(dht, key).isEmpty());
            assertThat(hits(node)).isPositive();
        }
    }

    private static WriteOutcome.Written<Basket> put(
            Dht dht, RecordKey<Basket> key, String thing, WriteOptions options) {
        return dht.put(key, Basket.with(thing), options)
                .toCompletableFuture()
                .join()
                .orThrow();
    }

    private static Optional<Versioned<Basket>> getAny(Dht dht, RecordKey<Basket> key) {
        return dht.getAny(key).toCompletableFuture().join();
    }

    private static double hits(InProcessNode node) {
        return NodeMeters.get(node.node().system())
                .registry()
                .get("substrate.record.cache.reads")
                .tag("result", "hit")
                .counter()
                .count();
    }
}
