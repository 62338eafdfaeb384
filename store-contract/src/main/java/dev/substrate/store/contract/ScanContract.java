package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.FencedStore;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Scans over all shards of an entity type. */
interface ScanContract extends ContractTopic {

    /** An id with the lowest hash there is, whose shard has a number below 0. */
    String LOWEST_HASH = "p:aeuaxf91";

    @Test
    default void aScanGoesByCodePointsOverAllShardsWithoutTombstones() {
        FencedStore store = scene().open();
        // In UTF-16 the emoji comes before U+FF5E, by code point after it.
        List<String> sorted = List.of(
                "p:",
                "p:\u0001",
                "p: ",
                "p:A",
                "p:a",
                "p:a\u0002b",
                "p:aa",
                LOWEST_HASH,
                "p:b",
                "p:z",
                "p:ä",
                "p:\uFF5E",
                "p:😀");
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, scene().random());
        ManyShards shards = new ManyShards(scene(), store);
        for (int i = 0; i < shuffled.size(); i++) {
            scene().await(shards.write(shuffled.get(i), 1, "1"));
            scene().await(shards.write("p:dead" + i, 1, "1"));
            scene().await(shards.write("p:dead" + i, 2, null));
            scene().await(shards.write("other:" + i, 1, "1"));
        }
        assertThat(all(store, "p", "", 100)).containsExactlyElementsOf(sorted);
        for (int rowsMax : new int[] {1, 2, 3, 5, 11, 12}) {
            assertThat(all(store, "p", "p:", rowsMax))
                    .as("in pages of %s", rowsMax)
                    .containsExactlyElementsOf(sorted);
        }
        assertThat(all(store, "p", "p:a", 2)).containsExactly("p:a", "p:a\u0002b", "p:aa", LOWEST_HASH);
        assertThat(all(store, "p", "p:😀", 2)).containsExactly("p:😀");
        assertThat(all(store, "p", "p:no", 2)).isEmpty();
        assertThat(all(store, "absent", "", 2)).isEmpty();
    }

    @Test
    default void aPrefixIsTakenLiterally() {
        FencedStore store = scene().open();
        ManyShards shards = new ManyShards(scene(), store);
        for (String uri : List.of("p:a%b", "p:a_b", "p:aXb", "p:a*b", "p:a[b", "p:A%b", "p:a")) {
            scene().await(shards.write(uri, 1, "1"));
        }
        for (String prefix : List.of("p:a%", "p:a_", "p:a*", "p:a[", "p:A")) {
            assertThat(all(store, "p", prefix, 10)).as(prefix).hasSize(1);
        }
    }

    @Test
    default void aPageSaysWhetherMoreMayFollowAndStartsAfterAnyId() {
        FencedStore store = scene().open();
        ManyShards shards = new ManyShards(scene(), store);
        for (String uri : List.of("p:a", "p:b", "p:c")) {
            scene().await(shards.write(uri, 1, "1"));
        }
        StatePage first = page(store, "p", "p:", null, 2, 1 << 20);
        assertThat(uris(first)).containsExactly("p:a", "p:b");
        assertThat(first.more()).isTrue();
        StatePage last = page(store, "p", "p:", "p:b", 2, 1 << 20);
        assertThat(uris(last)).containsExactly("p:c");
        assertThat(last.more()).isFalse();
        assertThat(uris(page(store, "p", "p:", "p:aa", 2, 1 << 20)))
                .as("after an id that does not exist")
                .containsExactly("p:b", "p:c");
        assertThat(uris(page(store, "p", "p:", "p:c", 2, 1 << 20))).isEmpty();
    }

    @Test
    default void aPageOfLargeEntitiesEndsEarly() {
        FencedStore store = scene().open();
        ManyShards shards = new ManyShards(scene(), store);
        for (int i = 0; i < 9; i++) {
            scene().await(shards.write("p:" + i, 1, Rows.json("x".repeat(998))));
        }
        StatePage page = page(store, "p", "p:", null, 100, 2_500);
        assertThat(uris(page)).containsExactly("p:0", "p:1");
        assertThat(page.more()).isTrue();
        StatePage least = page(store, "p", "p:", "p:3", 100, 1);
        assertThat(uris(least)).as("at least one, else a scan would never end").containsExactly("p:4");
        assertThat(least.more()).isTrue();
    }

    @Test
    default void aScanSeesEveryAcknowledgedWriteAndEveryRowThatIsThereAllTheTimeWhileOthersChange() {
        FencedStore store = scene().open();
        FencedStore reader = scene().open();
        ManyShards shards = new ManyShards(scene(), store);
        List<String> lasting = IntStream.range(0, 60)
                .mapToObj(i -> "p:" + (100 + 3 * i) + "-lasting")
                .toList();
        List<CompletionStage<Void>> writes = new ArrayList<>();
        lasting.forEach(uri -> writes.add(shards.write(uri, 1, "1")));
        writes.forEach(scene()::await);
        List<CompletionStage<Void>> changing = new ArrayList<>();
        for (int entity = 0; entity < 40; entity++) {
            String uri = "p:" + (100 + 4 * entity) + "-changing";
            CompletionStage<Void> end = CompletableFuture.completedFuture(null);
            for (int version = 1; version <= 12; version++) {
                int number = version;
                end = end.thenCompose(before -> shards.write(uri, number, number % 3 == 0 ? null : "1"));
            }
            changing.add(end);
        }
        do {
            List<String> found = all(reader, "p", "p:", 7);
            assertThat(found).isSorted().doesNotHaveDuplicates().containsAll(lasting);
        } while (changing.stream().anyMatch(end -> !end.toCompletableFuture().isDone()));
        changing.forEach(scene()::awaitChain);
        Set<String> left = new HashSet<>(all(reader, "p", "p:", 1_000));
        assertThat(left).as("version 12 is a tombstone").containsExactlyInAnyOrderElementsOf(lasting);
    }

    private StatePage page(
            FencedStore store, String type, String prefix, @Nullable String after, int rowsMax, long bytesMax) {
        return scene().await(store.scan(
                new StateScan(scene().shard().entityType(), type, prefix, after, rowsMax, bytesMax)));
    }

    /** Reads page after page. */
    private List<String> all(FencedStore store, String type, String prefix, int rowsMax) {
        List<String> found = new ArrayList<>();
        @Nullable String after = null;
        while (true) {
            StatePage page = page(store, type, prefix, after, rowsMax, 1 << 20);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(rowsMax);
            found.addAll(uris(page));
            if (!page.more()) {
                return found;
            }
            assertThat(page.rows()).as("a page after which more may follow").isNotEmpty();
            after = found.get(found.size() - 1);
        }
    }

    private static List<String> uris(StatePage page) {
        return page.rows().stream().map(StateRow::uri).toList();
    }
}
