package dev.substrate.service.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final HostSettings SETTINGS = HostSettings.of(
            ConfigFactory.parseString("substrate.service { failure-backoff-min = 1s, failure-backoff-max = 3s }")
                    .withFallback(ConfigFactory.load()));

    @Test
    void eachFailureMakesTheRestLongerUpToABound() {
        Failures one = Failures.NONE.and("no address", 0, SETTINGS);
        Failures two = one.and("no address", 0, SETTINGS);
        Failures three = two.and("no disk", 0, SETTINGS);
        assertThat(one.rest(SETTINGS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(two.rest(SETTINGS)).isEqualTo(Duration.ofSeconds(2));
        assertThat(three.rest(SETTINGS)).isEqualTo(Duration.ofSeconds(3));
        assertThat(three.count()).isEqualTo(3);
        assertThat(three.last()).isEqualTo("no disk");
    }

    @Test
    void theRestEndsByItself() {
        long now = -Duration.ofMinutes(1).toNanos();
        Failures one = Failures.NONE.and("no address", now, SETTINGS);
        assertThat(one.restMillis(now)).isEqualTo(1000);
        assertThat(one.restMillis(now + Duration.ofMillis(400).toNanos())).isEqualTo(600);
        assertThat(one.restMillis(now + Duration.ofSeconds(2).toNanos())).isZero();
        assertThat(Failures.NONE.restMillis(now)).isZero();
    }
}
