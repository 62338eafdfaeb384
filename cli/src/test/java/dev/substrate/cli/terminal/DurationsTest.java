package dev.substrate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "7d, PT168H", "PT1H30M, PT1H30M", "P1D, PT24H"
    })
    void aDurationIsANumberAndAUnitOrIso(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 m", "1.5h", "-3s", "PT-3S", "0s", "PT0S", "1w", "9999999999999s", "soon"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining(text);
    }

    @Test
    void aDurationIsWrittenForPeople() {
        assertThat(Durations.brief(Duration.ofSeconds(187))).isEqualTo("3m 07s");
    }
}
