package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.common.UpdateLoop.Pace;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void thePauseDoublesUpToItsBound() {
        Pace pace = new Pace(64, Duration.ofMillis(2), Duration.ofMillis(250), () -> 1.0);

        assertThat(pace.before(2)).isEqualTo(Duration.ofMillis(2));
        assertThat(pace.before(3)).isEqualTo(Duration.ofMillis(4));
        assertThat(pace.before(8)).isEqualTo(Duration.ofMillis(128));
        assertThat(pace.before(9)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.before(64)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void thePauseIsJitteredByHalf() {
        assertThat(new Pace(64, Duration.ofMillis(2), Duration.ofMillis(250), () -> 0.0).before(4))
                .isEqualTo(Duration.ofMillis(4));
        assertThat(new Pace(64, Duration.ofMillis(2), Duration.ofMillis(250), () -> 0.5).before(4))
                .isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void aLongPauseDoesNotOverflowIntoAShortOne() {
        Duration min = Duration.ofNanos((1L << 34) + 1);
        Duration max = Duration.ofHours(1);

        assertThat(new Pace(64, min, max, () -> 1.0).before(32)).isEqualTo(max);
    }

    @Property
    void noPauseIsLongerThanItsBoundOrShorterThanHalfOfTheOneBefore(
            @ForAll @LongRange(min = 1, max = 1L << 40) long minNanos,
            @ForAll @LongRange(min = 1, max = 1L << 50) long maxNanos,
            @ForAll @IntRange(min = 2, max = 1000) int attempt,
            @ForAll @DoubleRange(max = 1.0, maxIncluded = false) double random) {
        Duration min = Duration.ofNanos(minNanos);
        Duration max = Duration.ofNanos(maxNanos);

        Duration pause = new Pace(1000, min, max, () -> random).before(attempt);
        Duration longestBefore = new Pace(1000, min, max, () -> 1.0).before(Math.max(2, attempt - 1));

        assertThat(pause).isLessThanOrEqualTo(max);
        assertThat(pause.plusNanos(1)).isGreaterThanOrEqualTo(longestBefore.dividedBy(2));
    }
}
