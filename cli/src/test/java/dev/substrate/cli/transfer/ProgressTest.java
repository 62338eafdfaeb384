package dev.substrate.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void aFileOfKnownSizeShowsHowMuchIsLeft() {
        assertThat(new Progress(25_200, 500, 1000, Duration.ofSeconds(10), "lines"))
                .hasToString(" 50% [============>           ] 25,200 lines, 2,520/s, 10s left");
    }

    @Test
    void theBarIsFullAtTheEndAndEmptyAtTheBeginning() {
        assertThat(new Progress(9, 900, 900, Duration.ofSeconds(3), "lines"))
                .hasToString("100% [========================] 9 lines, 3/s, 0s left");
        assertThat(new Progress(0, 0, 900, Duration.ZERO, "lines"))
                .hasToString("  0% [>                       ] 0 lines, 0/s");
    }

    @Test
    void withoutAnEndThereIsNoBar() {
        assertThat(new Progress(1_000, 0, 0, Duration.ofMillis(500), "records")).hasToString("1,000 records, 2,000/s");
    }
}
