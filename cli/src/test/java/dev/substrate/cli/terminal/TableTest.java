package dev.substrate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsLineUpWithoutTrailingSpaces() {
        assertThat(new Table("NODE", "STATE").row(1, "up").row(12, "joining").toString())
                .isEqualTo("""
                        NODE  STATE
                        1     up
                        12    joining
                        """);
    }

    @Test
    void durationsAreBrief() {
        assertThat(Durations.brief(Duration.ofSeconds(45))).isEqualTo("45s");
        assertThat(Durations.brief(Duration.ofSeconds(187))).isEqualTo("3m 07s");
        assertThat(Durations.brief(Duration.ofMinutes(125))).isEqualTo("2h 05m");
        assertThat(Durations.brief(Duration.ofHours(76))).isEqualTo("3d 04h");
    }
}
