package dev.substrate.fence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.sharding.typed.HashCodeMessageExtractor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardKeyTest {

    /** Hashes to the lowest of all ints, the one that has no absolute value. */
    private static final String LOWEST_HASH = "polygenelubricants";

    @Test
    void everyIdHasTheShardThatAkkaGivesIt() {
        Random random = new Random(7);
        for (int numberOfShards : new int[] {1, 2, 10, 100, 1000}) {
            HashCodeMessageExtractor<Object> akka = new HashCodeMessageExtractor<>(numberOfShards);
            for (int i = 0; i < 2000; i++) {
                String id = "pkg:" + Long.toString(random.nextLong(), Character.MAX_RADIX);

                int shard = ShardKey.of("record", id, numberOfShards).shard();

                assertThat(Integer.toString(shard)).isEqualTo(akka.shardId(id));
                assertThat(shard).isBetween(0, numberOfShards - 1);
            }
        }
    }

    @Test
    void theLowestHashHasTheShardThatAkkaGivesIt() {
        assertThat(LOWEST_HASH.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(ShardKey.of("record", LOWEST_HASH, 100).shard())
                .isEqualTo(-48)
                .isEqualTo(Integer.parseInt(new HashCodeMessageExtractor<Object>(100).shardId(LOWEST_HASH)));
    }

    @Test
    void itIsShownAsTypeAndNumber() {
        assertThat(new ShardKey("record", 7)).hasToString("record/7");
    }

    @Test
    void allShardsAreThoseThatTheFormulaComesTo() {
        assertThat(ShardKey.all("basket", 3))
                .extracting(ShardKey::shard)
                .containsExactly(Integer.MIN_VALUE % 3, 0, 1, 2)
                .contains(ShardKey.of("basket", "polygenelubricants", 3).shard());
        assertThat(ShardKey.all("basket", 4)).extracting(ShardKey::shard).containsExactly(0, 1, 2, 3);
    }

    @Test
    void anActorOutsideShardingIsItsOwnShard() {
        String type = ShardKey.unshardedType("books");
        assertThat(ShardKey.of(type, "books", 100)).isEqualTo(new ShardKey(type, 0));
        assertThat(ShardKey.all(type, 100)).containsExactly(new ShardKey(type, 0));
        assertThat(new ShardKey(type, 0).isUnsharded()).isTrue();
        assertThat(new ShardKey("record", 0).isUnsharded()).isFalse();
    }
}
