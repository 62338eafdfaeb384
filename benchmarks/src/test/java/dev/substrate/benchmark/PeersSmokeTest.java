package dev.substrate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.benchmark.node.Laboratory;
import dev.substrate.benchmark.result.Commit;
import dev.substrate.benchmark.result.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole of the comparison, four processes included, for so short that its figures mean nothing. */
class PeersSmokeTest {

    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    private static final PeersPlan SHORT =
            new PeersPlan(2, 8, List.of(Operation.values()), 64, 2, 20, 150, new WarmUpPlan(50, 1, 2));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void comparesBothClustersUnderEachOperation() throws IOException {
        PeersBenchmark benchmark = new PeersBenchmark(SHORT);
        Progress shown = new Progress(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new TimeLeft(benchmark.expected()),
                System::nanoTime);
        Path work = Files.createDirectories(folder.resolve("work"));
        try (Laboratory laboratory = new Laboratory(work, FencingPlan.RECORDS, SMALL, shown::note)) {
            boolean right = benchmark.run(new Session(
                    laboratory, shown, Machine.look(work), new Commit("abc", false), SMALL, folder, Clock.systemUTC()));
            assertThat(right).as("nothing was lost, nothing was stale").isTrue();
        }

        JsonNode runs = new ObjectMapper()
                .readTree(folder.resolve("peers.json").toFile())
                .path("runs");
        assertThat(runs).hasSize(3);
        for (JsonNode run : runs) {
            for (String peer : List.of("substrate", "hazelcast")) {
                JsonNode measured = run.path(peer);
                assertThat(measured.path("operationsPerSecond").asDouble()).isPositive();
                assertThat(measured.path("failedReads").asLong()).isZero();
                assertThat(measured.path("unknownWrites").asLong()).isZero();
                assertThat(measured.path("staleReads").asLong()).isZero();
            }
            assertThat(run.path("ratio").path("pairs")).hasSize(2);
        }
        assertThat(folder.resolve("peers.svg")).content().contains("Hazelcast");
        assertThat(folder.resolve("peers.md")).content().contains("| update |");
    }
}
