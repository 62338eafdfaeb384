package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedLogTest {

    @Test
    void linesAreOrderedByTimeAndStackTracesStayWhole(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("node-1.log"), """
                2026-01-01T10:00:00.000 INFO  first
                2026-01-01T10:00:02.000 ERROR third
                java.lang.IllegalStateException
                  at somewhere
                """);
        Path two = Files.writeString(folder.resolve("node-2.log"), """
                printed before any time
                2026-01-01T10:00:01.000 INFO  second
                2026-01-01T10:00:03.000 INFO  fourth
                """);

        MergedLog.write(List.of(one, two), folder.resolve("merged.log"));

        assertThat(Files.readAllLines(folder.resolve("merged.log")))
                .containsExactly(
                        "[node-2] printed before any time",
                        "[node-1] 2026-01-01T10:00:00.000 INFO  first",
                        "[node-2] 2026-01-01T10:00:01.000 INFO  second",
                        "[node-1] 2026-01-01T10:00:02.000 ERROR third",
                        "[node-1] java.lang.IllegalStateException",
                        "[node-1]   at somewhere",
                        "[node-2] 2026-01-01T10:00:03.000 INFO  fourth");
    }

    @Test
    void aLogThatBreaksOffWithinACharacterIsRead(@TempDir Path folder) throws IOException {
        Path torn = Files.write(folder.resolve("node-1.log"), new byte[] {'x', (byte) 0xc3});

        MergedLog.write(List.of(torn), folder.resolve("merged.log"));

        assertThat(Files.readString(folder.resolve("merged.log"))).startsWith("[node-1] x");
    }
}
