package dev.substrate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @ValueSource(ints = {16, 256, 1024, 4096})
    void areJsonOfExactlyTheSize(int bytes) throws JsonProcessingException {
        String value = new Values(bytes, 1).draw(new SplittableRandom(1)).text();
        assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
        assertThat(new ObjectMapper().readTree(value).isObject()).isTrue();
    }

    @Test
    void differFromEachOther() {
        Values values = new Values(16, 1);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(values.draw(random)).isNotEqualTo(values.draw(random));
    }

    @Test
    void thereAreNoneWithoutRoomForTheBraces() {
        assertThatThrownBy(() -> new Values(7, 1)).hasMessageContaining("8 bytes at least");
    }
}
