package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StateScannerTest {

    @Property
    void urisAreOrderedAsTheirBytesAreInCassandra(@ForAll int[] one, @ForAll int[] other) {
        String a = text(one);
        String b = text(other);
        int inBytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        assertThat(Integer.signum(StateScanner.compare(a, b))).isEqualTo(Integer.signum(inBytes));
    }

    @Test
    void anEmojiComesAfterTheLastOfTheOtherPlane() {
        assertThat(StateScanner.compare("😀", "\uFFFD")).isPositive();
        assertThat("😀".compareTo("\uFFFD"))
                .as("which is why Java's order will not do")
                .isNegative();
    }

    @Test
    void theShardOfTheLowestHashIsScannedToo() {
        assertThat(StateScanner.shards(100))
                .hasSize(101)
                .contains(0, 99)
                .contains(ShardKey.of("record", "polygenelubricants", 100).shard());
        assertThat(StateScanner.shards(64)).hasSize(64);
    }

    /** Makes text of few letters, so that long common beginnings are met. */
    private static String text(int[] numbers) {
        int[] letters = {'a', 'b', 0xE4, 0xFFFD, 0x1F600, 0x10FFFF};
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.appendCodePoint(letters[Math.floorMod(number, letters.length)]);
        }
        return text.toString();
    }
}
