package dev.substrate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private final TimeLeft timeLeft =
            new TimeLeft(List.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30)));

    @Test
    void isWhatWasPlannedAsLongAsNothingIsDone() {
        assertThat(timeLeft.left()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void stretchesAsWhatIsDoneWasStretched() {
        timeLeft.done(Duration.ofSeconds(20));
        assertThat(timeLeft.left()).isEqualTo(Duration.ofSeconds(100));
        timeLeft.done(Duration.ofSeconds(30));
        assertThat(timeLeft.left()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isNothingInTheEnd() {
        timeLeft.done(Duration.ofSeconds(1));
        timeLeft.done(Duration.ofSeconds(2));
        timeLeft.done(Duration.ofSeconds(3));
        assertThat(timeLeft.left()).isZero();
    }
}
