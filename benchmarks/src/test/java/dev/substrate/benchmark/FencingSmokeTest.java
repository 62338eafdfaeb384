package dev.substrate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole of a benchmark, two processes included, for so short that its figures mean nothing. */
class FencingSmokeTest {

    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    private static final FencingPlan SHORT = new FencingPlan(
            List.of(Engine.SQLITE),
            List.of(Mix.HALF_READS),
            List.of(8),
            List.of(64),
            50,
            2,
            20,
            150,
            new WarmUpPlan(50, 1, 2),
            new WarmUpPlan(50, 1, 2));

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void comparesBothVariantsAndKeepsAccount() throws IOException {
        FencingBenchmark benchmark = new FencingBenchmark(SHORT);
        assertThat(run(benchmark)).as("nothing was lost, nothing was stale").isTrue();

        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("fencing.json").toFile());
        assertThat(report.path("benchmark").asText()).isEqualTo("fencing");
        assertThat(report.path("begun").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(report.path("machine").path("cores").asInt()).isPositive();
        assertThat(report.path("machine").path("fsyncMicros").asDouble()).isPositive();
        assertThat(report.path("settings").path("pairs").asInt()).isEqualTo(2);
        assertThat(report.path("runs")).hasSize(1);
        JsonNode run = report.path("runs").path(0);
        assertThat(run.path("engine").asText()).isEqualTo("sqlite");
        assertThat(run.path("mix").asText()).isEqualTo("50/50");
        assertThat(run.path("bar").asDouble()).isEqualTo(0.75);
        assertThat(run.path("right").asBoolean()).isTrue();
        assertThat(run.path("ratio").path("pairs")).hasSize(2);
        assertThat(run.path("ratio").path("median").asDouble()).isPositive();
        for (String variant : List.of("fenced", "unfenced")) {
            JsonNode measured = run.path(variant);
            assertThat(measured.path("operationsPerSecond").asDouble()).isPositive();
            assertThat(measured.path("reads").path("count").asLong()).isPositive();
            assertThat(measured.path("writes").path("p999").asDouble()).isPositive();
            assertThat(measured.path("unknownWrites").asLong()).isZero();
        }
        JsonNode reckoning = run.path("reckoning");
        assertThat(reckoning.path("acknowledged").asLong()).isGreaterThan(50);
        assertThat(reckoning.path("versions")).isEqualTo(reckoning.path("acknowledged"));

        assertThat(folder.resolve("fencing.svg")).content().contains("SQLite, 50/50", "8 outstanding", "bar 0.75");
        assertThat(folder.resolve("fencing.md")).content().contains("| SQLite | 50/50 | 8 | 64 |");
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("[ 2/2] SQLite 50/50, 8 outstanding, 64 B");
    }

    private boolean run(FencingBenchmark benchmark) throws IOException {
        Progress shown = new Progress(
                new PrintStream(progress, true, StandardCharsets.UTF_8),
                new TimeLeft(benchmark.expected()),
                System::nanoTime);
        Path work = Files.createDirectories(folder.resolve("work"));
        try (Laboratory laboratory = new Laboratory(work, SHORT.records(), SMALL, shown::note)) {
            return benchmark.run(new Session(
                    laboratory,
                    shown,
                    Machine.look(work),
                    new Commit("abc", false),
                    SMALL,
                    folder,
                    Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC)));
        }
    }
}
