package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedTest {

    private static final RecordUri URI = RecordUri.parse("pkg:a");
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MODIFIED = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void anotherViewOfTheEntityKeepsEverythingElse() {
        assertThat(new Versioned<>(URI, new Json("7"), 3, CREATED, MODIFIED).withValue(7))
                .isEqualTo(new Versioned<>(URI, 7, 3, CREATED, MODIFIED));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noRecordHasAVersionBelowOne(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Versioned<>(URI, "x", version, CREATED, MODIFIED))
                .withMessage("The first version of a record is 1, not " + version);
    }
}
