package dev.substrate.dht.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.record.InvalidNameException;
import dev.substrate.store.ChangeOffsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTokenTest {

    @Test
    void aTokenIsReadAsItWasWritten() {
        WatchToken token = new WatchToken(Rows.TIME, ChangeOffsets.of(Map.of(-3, 5L, 0, 1L << 50, 7, 0L)));
        assertThat(WatchToken.parse(token.toString())).isEqualTo(token);
        assertThat(token.toString()).matches("[ -~]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", ";", ";0:1", "x;0:1", "5;0", "5;0:x", "5;0:1,"})
    void whatIsNoTokenIsRefused(String text) {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> WatchToken.parse(text));
    }
}
