package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.record.WriteOptions.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteOptionsTest {

    @Test
    void aPlainWriteAsksForNothing() {
        assertThat(WriteOptions.none()).isEqualTo(new WriteOptions(Condition.Always.ALWAYS, null, null, null));
    }

    @Test
    void eachOptionLeavesTheOthersAsTheyAre() {
        RequestId id = new RequestId("r1");

        WriteOptions options = WriteOptions.none()
                .deadline(Duration.ofSeconds(2))
                .requestId(id)
                .timeToLive(Duration.ofDays(3))
                .ifVersion(7);

        assertThat(options)
                .isEqualTo(new WriteOptions(new Condition.AtVersion(7), id, Duration.ofSeconds(2), Duration.ofDays(3)));
        assertThat(options.onlyIf(Condition.Absent.ABSENT).requestId()).isEqualTo(id);
        assertThat(options.deadline(Duration.ofNanos(1)).condition()).isEqualTo(new Condition.AtVersion(7));
        assertThat(options.requestId(new RequestId("r2")).deadline()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aDeadlineLiesAhead(String deadline) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteOptions.none().deadline(Duration.parse(deadline)))
                .withMessageContaining("positive duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0009S", "PT-1S", "PT-9223372036854775807S"})
    void aTimeToLiveLiesAhead(String timeToLive) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteOptions.none().timeToLive(Duration.parse(timeToLive)))
                .withMessageContaining("at least a millisecond");
    }

    @Test
    void aTimeToLiveThatIsTooLongForACalendarIsCut() {
        assertThat(WriteOptions.none()
                        .timeToLive(Duration.ofSeconds(Long.MAX_VALUE))
                        .timeToLive())
                .isEqualTo(WriteOptions.TIME_TO_LIVE_MAX);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -3})
    void noRecordIsExpectedAtAVersionBelowOne(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteOptions.none().ifVersion(version))
                .withMessage("The first version of a record is 1, not " + version);
    }
}
