package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {

    @TempDir
    private Path dir;

    private final List<Process> keepers = new ArrayList<>();

    @AfterEach
    void end() {
        keepers.forEach(keeper -> keeper.descendants().forEach(ProcessHandle::destroyForcibly));
        keepers.forEach(Process::destroyForcibly);
    }

    @Test
    void aNodeThatWasDownedIsStartedAgainAndOneThatFailsIsNot() throws Exception {
        Process keeper =
                keep("echo run >> runs; [ $(wc -l < runs) -gt 1 ] && exit 7; echo downed > node.exit; exit 10");

        assertThat(keeper.waitFor()).isEqualTo(7);
        assertThat(dir.resolve("runs")).hasContent("run\nrun");
        assertThat(dir.resolve("node.exit.previous")).hasContent("downed");
        assertThat(dir.resolve("node.exit")).hasContent("exit code 7");
    }

    @Test
    void aNodeThatIsKilledStaysDown() throws Exception {
        Process keeper = keep("kill -9 $$");

        assertThat(keeper.waitFor()).isEqualTo(137);
        assertThat(dir.resolve("node.exit")).hasContent("killed (SIGKILL)");
    }

    @Test
    void aKeeperThatIsToldToEndWaitsForItsNodeAndDoesNotStartItAgain() throws Exception {
        Process keeper = keep("trap 'exit 10' TERM; echo up > up; while :; do read line < fifo; done");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(dir.resolve("up")));

        keeper.destroy();
        keeper.descendants().forEach(ProcessHandle::destroy);

        assertThat(keeper.waitFor()).isEqualTo(10);
        assertThat(dir.resolve("node.exit.previous")).doesNotExist();
    }

    @Test
    void aCassandraThatEndsItselfStraightAfterItsStartIsNotStartedAgain() throws Exception {
        Process keeper = keep(CassandraLauncher.SCRIPT, "echo run >> runs; exit 100");

        assertThat(keeper.waitFor()).isEqualTo(100);
        assertThat(dir.resolve("runs")).hasContent("run");
        assertThat(dir.resolve("cassandra.exit")).content().contains("exit code 100");
    }

    @Test
    void aCassandraThatEndsItselfLaterIsStartedAgainAfterAPause() throws Exception {
        String impatient =
                CassandraLauncher.SCRIPT.replace("-ge 30 ]", "-ge 0 ]").replace("sleep 5", "echo pause >> runs");
        Process keeper = keep(impatient, "echo run >> runs; [ $(wc -l < runs) -gt 1 ] && exit 7; exit 100");

        assertThat(keeper.waitFor()).isEqualTo(7);
        assertThat(dir.resolve("runs")).hasContent("run\npause\nrun");
        assertThat(dir.resolve("cassandra.exit.previous")).content().contains("a disk failed");
        assertThat(dir.resolve("cassandra.exit")).hasContent("exit code 7");
    }

    @Test
    void theKeeperOfACassandraWritesItsProcessId() throws Exception {
        Process keeper = keep(CassandraLauncher.SCRIPT, "echo $$ > self; kill -9 $$");

        assertThat(keeper.waitFor()).isEqualTo(137);
        assertThat(dir.resolve("cassandra.pid")).hasSameTextualContentAs(dir.resolve("self"));
        assertThat(dir.resolve("cassandra.exit")).hasContent("killed (SIGKILL)");
    }

    /** Starts a keeper of a node that is a small script. */
    private Process keep(String script) throws IOException {
        return keep(NodeLauncher.SCRIPT, script);
    }

    private Process keep(String keeperScript, String script) throws IOException {
        Signals.output("mkfifo", dir.resolve("fifo").toString());
        Process keeper = new ProcessBuilder(
                        "sh", "-c", keeperScript, "substrate-keeper", dir.toString(), "sh", "-c", script)
                .directory(dir.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        keepers.add(keeper);
        return keeper;
    }
}
