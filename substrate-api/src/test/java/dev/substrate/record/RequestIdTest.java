package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Property
    void everyPrintableAsciiTextUpTo64CharactersIsARequestId(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 1, max = 64) String value) {
        assertThat(new RequestId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "\u007f", "ä", "a\u0000", "😀"})
    void otherCharactersAreRefused(String value) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> new RequestId(value))
                .withMessage("A request id has 1 to 64 printable ASCII characters and no space");
    }

    @Test
    void theBoundIsTold() {
        assertThat(new RequestId("x".repeat(64)).value()).hasSize(RequestId.LENGTH_MAX);
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> new RequestId("x".repeat(65)))
                .withMessageContaining("1 to 64");
    }
}
