package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scopes, headers, times to live and seeds on a real node. */
@Tag("cluster")
class RecordToolsTest {

    private static final Duration A_WHILE = Duration.ofMinutes(1);
    private static final int SEEDS = 2000;

    @TempDir
    private Path temp;

    private String data = "";

    @BeforeEach
    void start() {
        data = temp.resolve("dev").toString();
        int base = FreePorts.before(20);
        ok(run(
                "dev",
                "--nodes",
                "1",
                "--http-port",
                String.valueOf(base),
                "--artery-port",
                String.valueOf(base + 10),
                "--detach"));
    }

    @AfterEach
    void stop() {
        run("dev", "stop");
    }

    @Test
    void aNodeUnderstandsWhatTheCommandSays() throws Exception {
        scopesNameDifferentRecords();
        headersAreShownAlsoOfATombstone();
        aRecordCeasesToBeWhenItsTimeIsOver();
        housekeepingSaysWhatItDid();
        anOldRequestIsExplained();
        aSeedRunThatIsKilledIsFinishedByAnother();
    }

    private void scopesNameDifferentRecords() {
        ok(run("record", "put", "pkg:x", "1"));
        ok(run("record", "put", "pkg:x", "2", "--scope", "region"));
        ok(run("record", "put", "pkg:x", "3", "--scope", "zone-7.8"));

        assertThat(ok(run("record", "get", "pkg:x"))).isEqualTo("1\n");
        assertThat(ok(run("record", "get", "pkg:x", "--scope", "region-0"))).isEqualTo("2\n");
        assertThat(ok(run("record", "get", "pkg:x", "--scope", "zone-7.8", "--any")))
                .isEqualTo("3\n");
        assertThat(run("record", "get", "pkg:x", "--scope", "zone").exitCode()).isEqualTo(3);
        assertThat(ok(run("record", "export", "--type", "pkg", "--scope", "region-0")))
                .isEqualTo("{\"uri\":\"pkg:x\",\"entity\":2}\n");
        ok(run("record", "where", "pkg:x", "--scope", "zone-7.8"));
        ok(run("record", "delete", "pkg:x", "--scope", "region"));
        assertThat(ok(run("record", "get", "pkg:x"))).isEqualTo("1\n");
    }

    private void headersAreShownAlsoOfATombstone() {
        ok(run("record", "put", "pkg:h é", "{}", "--scope", "zone-1.2", "--request-id", "mine"));

        assertThat(ok(run("record", "get", "pkg:h é", "--scope", "zone-1.2", "--headers", "-o", "json")))
                .startsWith("{\"id\":\"zone-1.2/pkg:h é\",\"type\":\"pkg\",\"typeVersion\":1,\"version\":1,")
                .contains("\"tombstone\":false", "\"requestId\":\"mine\"");
        ok(run("record", "delete", "pkg:h é", "--scope", "zone-1.2"));
        Run deleted = run("record", "get", "pkg:h é", "--scope", "zone-1.2", "--headers");
        assertThat(deleted.exitCode()).isEqualTo(3);
        assertThat(deleted.err()).contains("was deleted");
        assertThat(deleted.out().lines()).contains("version       2", "tombstone     yes");
        assertThat(run("record", "get", "pkg:never", "--headers").exitCode()).isEqualTo(3);
    }

    private void aRecordCeasesToBeWhenItsTimeIsOver() {
        ok(run("record", "put", "pkg:short", "{}", "--ttl", "1500ms"));
        assertThat(ok(run("record", "get", "pkg:short", "--headers"))).contains("expires");
        await().atMost(A_WHILE).until(() -> run("record", "get", "pkg:short").exitCode() == 3);
    }

    private void housekeepingSaysWhatItDid() {
        ok(run("record", "put", "pkg:forgotten", "{}", "--ttl", "1ms"));

        assertThat(ok(run("record", "housekeeping", "--run"))).startsWith("NODE");
        await().atMost(A_WHILE)
                .until(() -> ok(run("record", "housekeeping", "-o", "json")).contains("\"expired\":1"));
        assertThat(ok(run("record", "housekeeping"))).contains("PURGED", "done");
        assertThat(run("record", "get", "pkg:forgotten").exitCode()).isEqualTo(3);
    }

    private void anOldRequestIsExplained() {
        for (int i = 0; i < 34; i++) {
            ok(run("record", "put", "pkg:busy", String.valueOf(i)));
        }

        Run old = run("record", "put", "pkg:busy", "1", "--request-id", "20200101T000000.000Z-old");

        assertThat(old.exitCode()).isEqualTo(1);
        assertThat(old.err()).contains("Nothing was written now", "20200101T000000.000Z-old");
    }

    private void aSeedRunThatIsKilledIsFinishedByAnother() throws Exception {
        Path file = temp.resolve("seeds.jsonl");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            lines.add(
                    i % 2 == 0
                            ? "{\"uri\":\"seed:" + i + "\",\"entity\":{ \"n\" : " + i + " }}"
                            : "{\"uri\":\"seed:" + i + "\",\"mode\":\"merge\",\"scope\":\"region-1\",\"entity\":{\"n\":"
                                    + i + "}}");
        }
        Files.write(file, lines);
        ok(run("record", "put", "seed:1", "{\"m\":1}", "--scope", "region-1"));

        Process killed = start("seed", "apply", file.toString(), "--yes", "--data", data);
        await().atMost(A_WHILE)
                .until(() -> run("record", "scan", "--type", "seed", "--limit", "100")
                                .out()
                                .lines()
                                .count()
                        > 20);
        killed.destroyForcibly().waitFor();

        assertThat(run("seed", "plan", file.toString()).exitCode()).isEqualTo(1);
        assertThat(ok(run("seed", "apply", file.toString(), "--yes"))).contains("conflicts 0 / failed 0 / unknown 0");
        assertThat(ok(run("seed", "plan", file.toString())))
                .isEqualTo("Nothing to do: 0 to create, 0 to merge, " + SEEDS
                        + " unchanged, 0 there with other content\n");
        assertThat(ok(run("record", "get", "seed:1", "--scope", "region-1"))).isEqualTo("{\"m\":1,\"n\":1}\n");
        assertThat(ok(run("record", "scan", "--type", "seed", "--scope", "region-1", "-o", "json"))
                        .lines()
                        .filter(line -> line.contains("\"version\":1,"))
                        .count())
                .isEqualTo(SEEDS / 2 - 1);
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.substrate.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String ok(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data));
        return Run.of(all.toArray(String[]::new));
    }
}
