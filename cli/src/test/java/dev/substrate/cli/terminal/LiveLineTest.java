package dev.substrate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    @Test
    void elsewhereThanOnATerminalALineAppearsNowAndThen() {
        try (LiveLine line = line(false)) {
            line.show("one");
            line.show("two");
            pass(Duration.ofSeconds(5));
            line.show("three");
            pass(Duration.ofSeconds(5));
            line.show("three");
        }
        assertThat(shown()).isEqualTo("one\nthree\n");
    }

    @Test
    void onATerminalTheLineIsWrittenOverAndRemovedAtTheEnd() {
        try (LiveLine line = line(true)) {
            line.show("long");
            pass(Duration.ofSeconds(1));
            line.show("ab");
        }
        assertThat(shown()).isEqualTo("\rlong\rab  \r  \r");
    }

    private LiveLine line(boolean live) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Shell shell = new Shell(stream, stream, new ByteArrayInputStream(new byte[0]), live, false, Map.of());
        return new LiveLine(shell, Duration.ofSeconds(5), now::get);
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
