package dev.substrate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeOffsetsTest {

    private static final ChangeOffsets SOME = ChangeOffsets.of(Map.of(7, 3L, -42, 1L << 40, 0, 12L));

    @Test
    void theTextIsReadableAndRoundTrips() {
        assertThat(SOME).hasToString("-42:1099511627776,0:12,7:3");
        assertThat(ChangeOffsets.parse(SOME.toString())).isEqualTo(SOME).hasSameHashCodeAs(SOME);
        assertThat(ChangeOffsets.parse("")).isEqualTo(ChangeOffsets.START);
    }

    @Test
    void jsonHoldsTheText() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(SOME)).isEqualTo("\"-42:1099511627776,0:12,7:3\"");
        assertThat(json.readValue("\"0:1\"", ChangeOffsets.class)).isEqualTo(ChangeOffsets.of(Map.of(0, 1L)));
    }

    @Test
    void offsetsOnlyGrow() {
        ChangeOffsets after = SOME.after(change(7, 9)).after(change(7, 8)).after(change(1, 1));
        assertThat(after).isEqualTo(ChangeOffsets.of(Map.of(7, 9L, -42, 1L << 40, 0, 12L, 1, 1L)));
        assertThat(SOME.of(7)).isEqualTo(3);
        assertThat(SOME.of(8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0:", "a:1", "0:1,", "0:1;1:2"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeOffsets.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    private static StateChange change(int shard, long offset) {
        Instant now = Instant.EPOCH;
        return new StateChange(offset, new StateRow("basket", "a", "Items", shard, 1, 1, false, now, now, "{}", "{}"));
    }
}
