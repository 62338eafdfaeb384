package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real local clusters: one process per node, on free ports, in a folder that goes away. */
@Tag("cluster")
class DevClusterTest {

    private static final Duration A_WHILE = Duration.ofMinutes(1);

    @TempDir
    private Path temp;

    private Path data;
    private String httpPort = "";
    private String arteryPort = "";

    @BeforeEach
    void choosePlace() {
        data = temp.resolve("dev");
        int base = FreePorts.before(20);
        httpPort = String.valueOf(base);
        arteryPort = String.valueOf(base + 10);
    }

    @AfterEach
    void stop() {
        run("dev", "stop");
    }

    @Test
    void aClusterOfThreeSurvivesWhatPeopleDoToIt() throws IOException {
        Path file = temp.resolve("in.jsonl");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add("{\"uri\":\"pkg:a b/" + i + "\",\"entity\":{ \"n\" : " + i + ".0 }}");
        }
        Files.write(file, lines);

        // Start, write, read.
        ok(dev("--nodes", "3", "--detach"));
        awaitStates("up", "up", "up");
        assertThat(ok(run("status")).lines().filter(line -> line.contains("Up")))
                .hasSize(3);
        assertThat(ok(run("record", "put", "pkg:x", "{ \"é\":1 }"))).isEqualTo("Created pkg:x, version 1\n");
        assertThat(ok(run("record", "get", "pkg:x"))).isEqualTo("{ \"é\":1 }\n");
        assertThat(run("record", "put", "pkg:x", "{}", "--if-absent").exitCode())
                .isEqualTo(4);
        assertThat(run("record", "get", "pkg:y").exitCode()).isEqualTo(3);
        ok(run("record", "where", "pkg:x"));
        ok(run("record", "delete", "pkg:x"));
        assertThat(ok(run("record", "import", file.toString()))).isEqualTo("written 300 / unchanged 0 / failed 0\n");

        // A crash: the others take over, and nothing is lost.
        ok(run("dev", "kill", "2"));
        awaitStates("up", "stopped", "up");
        assertThat(ok(run("dev", "status"))).contains("killed (SIGKILL)");
        assertThat(ok(run("record", "import", file.toString()))).isEqualTo("written 0 / unchanged 300 / failed 0\n");
        assertThat(run("dev", "start", "1").exitCode()).isEqualTo(1);
        ok(run("dev", "start", "2"));
        awaitStates("up", "up", "up");

        // Another start finds what is there, and refuses another shape.
        assertThat(run("dev", "--nodes", "2", "--detach").err()).contains("substrate dev stop");
        assertThat(dev("--detach").err()).contains("Found node 1 running", "Found node 3 running");
        assertThat(run("dev", "kill", "4").exitCode()).isEqualTo(2);

        // A stalled node, though not for so long that the others remove it.
        ok(run("dev", "pause", "3"));
        assertThat(states()).element(2).isEqualTo("paused");
        ok(run("dev", "resume", "3"));
        awaitStates("up", "up", "up");

        // What was written is there after everything was stopped.
        ok(run("dev", "stop"));
        assertThat(states()).containsExactly("stopped", "stopped", "stopped");
        assertThat(run("record", "get", "pkg:x").err()).contains("substrate dev");
        // With an index from now on, of which nodes that run already could not know.
        Path indexes = Files.writeString(temp.resolve("my.conf"), "substrate.record.types.pkg.indexes = [\"/n\"]\n");
        ok(dev("--detach", "--config", indexes.toString()));
        assertThat(ok(run("record", "query", "--type", "pkg", "--where", "/n >= 7", "--where", "/n < 10", "-o", "json"))
                        .lines()
                        .filter(line -> line.contains("pkg:a b/")))
                .hasSize(3);
        assertThat(run("record", "query", "--type", "pkg", "--where", "/m = 1").err())
                .contains("/n");
        Files.writeString(indexes, "substrate.record.types.pkg.indexes = []\n");
        assertThat(dev("--detach", "--config", indexes.toString()).err()).contains("substrate dev stop");
        assertThat(ok(run("record", "export", "--type", "pkg")).lines()).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void inTheForegroundTheNodesEndWithTheCommand() throws Exception {
        Path output = temp.resolve("output");
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.substrate.cli.Main",
                        "dev",
                        "--nodes",
                        "1",
                        "--http-port",
                        httpPort,
                        "--artery-port",
                        arteryPort,
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(A_WHILE).until(() -> Files.readString(output).contains("Press Ctrl-C"));
        assertThat(states()).containsExactly("up");

        command.destroy();

        assertThat(command.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(output).content().contains("Stopped: node 1");
        assertThat(ok(run("dev", "status"))).contains("stopped in an orderly way");
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(Integer.parseInt(httpPort) + 2, 1, InetAddress.getLoopbackAddress())) {
            Run run = dev("--nodes", "3", "--detach");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("Port " + taken.getLocalPort()).contains("--http-port");
            assertThat(data.resolve("node-1")).doesNotExist();
        }
    }

    /** Waits, because a node that has just lost another one does not serve for a moment. */
    private void awaitStates(String... expected) {
        await().atMost(A_WHILE).untilAsserted(() -> assertThat(states()).containsExactly(expected));
    }

    private List<String> states() {
        return ok(run("dev", "status"))
                .lines()
                .skip(1)
                .map(line -> line.split(" +", -1)[1])
                .toList();
    }

    private static String ok(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private Run dev(String... options) {
        List<String> args = new ArrayList<>(List.of("dev", "--http-port", httpPort, "--artery-port", arteryPort));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return Run.of(all.toArray(String[]::new));
    }
}
