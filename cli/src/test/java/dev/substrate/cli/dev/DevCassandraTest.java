package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import dev.substrate.cli.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real local clusters with a real Cassandra as their store. */
@Tag("cluster")
class DevCassandraTest {

    private static final Duration A_WHILE = Duration.ofMinutes(2);

    @TempDir
    private Path temp;

    private Path data;
    private int base;

    @BeforeEach
    void choosePlace() {
        data = temp.resolve("dev");
        base = FreePorts.before(20);
    }

    @AfterEach
    void stop() {
        run("dev", "stop");
    }

    @Test
    void aClusterAndItsCassandraSurviveWhatPeopleDoToThem() {
        ok(dev("--nodes", "2", "--store", "cassandra", "--detach"));
        // Waits, because nodes do not serve for a moment while shards move to the one that joined last.
        await().atMost(A_WHILE)
                .untilAsserted(() -> assertThat(states()).containsExactly("1 up", "2 up", "cassandra up"));
        ok(run("record", "put", "pkg:x", "{\"n\":1}"));

        // A crash of the store: what was written is there when it is back.
        ok(run("dev", "kill", "cassandra"));
        assertThat(states()).contains("cassandra stopped");
        assertThat(ok(run("dev", "status"))).contains("killed (SIGKILL)");
        assertThat(run("dev", "kill", "cassandra").exitCode()).isEqualTo(1);
        ok(run("dev", "kill", "2"));
        assertThat(run("dev", "start", "2").err()).contains("substrate dev start cassandra");
        ok(run("dev", "start", "cassandra"));
        assertThat(run("dev", "start", "cassandra").err()).contains("running already");
        awaitRecord("{\"n\":1}\n");
        ok(run("dev", "start", "2"));

        // A store that stalls.
        ok(run("dev", "pause", "cassandra"));
        assertThat(states()).contains("cassandra paused");
        ok(run("dev", "resume", "cassandra"));
        assertThat(states()).contains("cassandra up");

        // A start takes over what is there.
        assertThat(dev("--detach", "--nodes", "2").err())
                .contains("Found cassandra running", "Found node 1 running")
                .doesNotContain("Starting: cassandra");

        // Stopped, refused with another store, and started again without being told the store.
        assertThat(ok(run("dev", "stop"))).isEmpty();
        assertThat(states()).containsExactly("1 stopped", "2 stopped", "cassandra stopped");
        assertThat(ok(run("dev", "status", "-o", "json"))).contains("\"lastExit\":\"stopped in an orderly way\"}");
        assertThat(run("dev", "--store", "sqlite").err()).contains("another store");
        ok(run("dev", "--http-port", port(0), "--artery-port", port(5), "--nodes", "2", "--detach"));
        awaitRecord("{\"n\":1}\n");
    }

    @Test
    void aCassandraThatIsThereAlreadyIsUsedAndLeftAlone() {
        CassandraSettings settings = CassandraSettings.of(temp.resolve("other"), LocalCassandra.libraries(), base + 15)
                .endingWithStarter();
        try (LocalCassandra other = LocalCassandra.start(settings).awaitAnswering(A_WHILE, elapsed -> {})) {
            ok(run(
                    "dev",
                    "--cassandra",
                    settings.contactPoint(),
                    "--http-port",
                    port(0),
                    "--artery-port",
                    port(5),
                    "--nodes",
                    "1",
                    "--detach"));
            ok(run("record", "put", "pkg:x", "{}"));
            assertThat(states()).containsExactly("1 up", "cassandra up");
            assertThat(run("dev", "kill", "cassandra").err()).contains("no Cassandra of its own");

            ok(run("dev", "stop"));

            assertThat(other.answers()).isTrue();
        }
        assertThat(states()).containsExactly("1 stopped", "cassandra unreachable");
    }

    @Test
    void aPortOfCassandraThatIsTakenIsSaidBeforeAnythingStarts() throws Exception {
        try (var taken = new ServerSocket(base + 16, 1, InetAddress.getLoopbackAddress())) {
            Run run = dev("--store", "cassandra", "--detach");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("Port " + taken.getLocalPort()).contains("--cassandra-port");
            assertThat(data.resolve("node-1")).doesNotExist();
        }
    }

    /** Waits, because nodes whose store has just come back do not serve for a moment. */
    private void awaitRecord(String entity) {
        await().atMost(A_WHILE)
                .untilAsserted(
                        () -> assertThat(run("record", "get", "pkg:x").out()).isEqualTo(entity));
    }

    private List<String> states() {
        return ok(run("dev", "status"))
                .lines()
                .skip(1)
                .map(line -> line.split(" +", -1))
                .map(words -> words[0] + " " + words[1])
                .toList();
    }

    private static String ok(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private Run dev(String... options) {
        List<String> args = new ArrayList<>(
                List.of("dev", "--http-port", port(0), "--artery-port", port(5), "--cassandra-port", port(15)));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    private String port(int offset) {
        return String.valueOf(base + offset);
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return Run.of(all.toArray(String[]::new));
    }
}
