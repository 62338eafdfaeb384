package dev.substrate.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {

    @Property
    void anIdKeepsRegionAndZone(
            @ForAll @IntRange(max = 255) int region,
            @ForAll @IntRange(max = 255) int zone,
            @ForAll @Size(NodeId.RANDOM_BYTES) byte[] random) {
        NodeId id = NodeId.of(region, zone, random);

        assertThat(id.region()).isEqualTo(region);
        assertThat(id.zone()).isEqualTo(zone);
        assertThat(id.hex()).hasSize(40);
        assertThat(new NodeId(id.toString())).isEqualTo(id);
    }

    @Test
    void theDigitsAreRegionThenZoneThenTheRandomBytes() {
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        random[0] = (byte) 0xfe;
        random[17] = 1;

        assertThat(NodeId.of(1, 255, random)).hasToString("01ff" + "fe" + "00".repeat(16) + "01");
    }

    @Test
    void nodesOfARegionStandTogetherInOrder() {
        byte[] low = new byte[NodeId.RANDOM_BYTES];
        byte[] high = new byte[NodeId.RANDOM_BYTES];
        high[0] = (byte) 0xff;

        assertThat(NodeId.of(1, 0, high)).isLessThan(NodeId.of(1, 1, low)).isGreaterThan(NodeId.of(1, 0, low));
        assertThat(NodeId.of(1, 200, high)).isLessThan(NodeId.of(128, 0, low));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MAX_VALUE})
    void regionAndZoneAreOneByteEach(int tooMuch) {
        byte[] random = new byte[NodeId.RANDOM_BYTES];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeId.of(tooMuch, 0, random))
                .withMessage("A region is a number from 0 to 255, not " + tooMuch);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeId.of(0, tooMuch, random))
                .withMessage("A zone is a number from 0 to 255, not " + tooMuch);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 19})
    void otherAmountsOfRandomBytesAreRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeId.of(0, 0, new byte[bytes]))
                .withMessageContaining("18 random bytes, not " + bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcdef0123456",
                "0123456789abcdef0123456789abcdef012345678",
                "0123456789ABCDEF0123456789abcdef01234567",
                "0123456789abcdeg0123456789abcdef01234567",
                "0123456789abcdef0123456789abcdef0123456\n",
                "0123456789abcdef0123456789abcdef0123456٣"
            })
    void whatIsNot40LowerCaseHexadecimalDigitsIsNoId(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeId(text))
                .withMessageContaining("40 lower-case hexadecimal digits");
    }
}
