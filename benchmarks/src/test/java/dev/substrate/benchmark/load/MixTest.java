package dev.substrate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 95, 100})
    void ofAHundredDrawsSoManyAreReads(int percent) {
        assertThat(IntStream.range(0, 100).filter(new Mix(percent)::isRead)).hasSize(percent);
    }

    @Test
    void isWrittenAsReadsAndWrites() {
        assertThat(Mix.MOSTLY_READS).hasToString("95/5");
        assertThat(Mix.parse("95/5")).isEqualTo(Mix.MOSTLY_READS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"95", "95/", "/5", "95/6", "105/-5", "x/y"})
    void whatIsNoMixIsRefused(String text) {
        assertThatThrownBy(() -> Mix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
