package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class RecordKeyTest {

    @Test
    void aTypeMakesKeysOfItsScheme() {
        RecordKey<Json> key = RecordType.json("pkg").key("a:b");

        assertThat(key.uri()).isEqualTo(RecordUri.parse("pkg:a:b"));
        assertThat(key).hasToString("pkg:a:b");
    }

    @Test
    void aNameOfAnotherSchemeIsRefused() {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> new RecordKey<>(RecordType.json("pkg"), RecordUri.parse("host:a")))
                .withMessage("'host:a' is not of scheme 'pkg'");
    }

    @Test
    void aTypeChecksItsScheme() {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RecordType.json("Pkg"));
    }
}
