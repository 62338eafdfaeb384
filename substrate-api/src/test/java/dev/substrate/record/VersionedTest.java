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
        RecordHeaders headers = headers(3, false);

        assertThat(new Versioned<>(headers, new Json("7")).withValue(7)).isEqualTo(new Versioned<>(headers, 7));
    }

    @Test
    void aDeletedRecordHasNoEntity() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Versioned<>(headers(3, true), "x"))
                .withMessage("A deleted record has no entity");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noRecordHasAVersionBelowOne(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> headers(version, false))
                .withMessage("The first version of a record is 1, not " + version);
    }

    private static RecordHeaders headers(long version, boolean tombstone) {
        return new RecordHeaders(RecordId.global(URI), version, CREATED, MODIFIED, null, tombstone, 1, "", "");
    }
}
