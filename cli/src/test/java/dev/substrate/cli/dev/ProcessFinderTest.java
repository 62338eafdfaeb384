package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFinderTest {

    @TempDir
    private Path dir;

    private final List<Process> started = new ArrayList<>();
    private DevNode node;

    @BeforeEach
    void makeNode() throws IOException {
        node = new DevNode(1, dir.toRealPath().resolve("node-1"), 1, 2);
        Files.createDirectories(node.dir());
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aProcessThatNamesTheNodeIsTheNodes() throws Exception {
        Process process = process(node.marker());
        Files.writeString(node.pidFile(), process.pid() + "\n");

        assertThat(ProcessFinder.find(node)).map(ProcessHandle::pid).contains(process.pid());
        assertThat(ProcessFinder.findKeeper(node)).isEmpty();
    }

    @Test
    void aNumberThatSomebodyElseHasTakenIsNotTheNode() throws Exception {
        Files.writeString(node.pidFile(), process("somebody-else").pid() + "\n");
        Files.writeString(node.exitFile(), "killed (SIGKILL)\n");

        NodeSight sight = new NodeProbe(Clock.systemUTC()).look(node);

        assertThat(sight.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(sight.lastExit()).contains("killed (SIGKILL)");
        assertThat(sight.pid()).isEqualTo("-");
    }

    @Test
    void theNodeOfAnotherFolderIsNotThisNode() throws Exception {
        Files.writeString(node.pidFile(), process(node.marker() + "0").pid() + "\n");

        assertThat(ProcessFinder.find(node)).isEmpty();
    }

    @Test
    void aProcessThatHasEndedIsNotTheNode() throws Exception {
        Process process = process(node.marker());
        Files.writeString(node.pidFile(), process.pid() + "\n");
        process.destroyForcibly().waitFor();

        assertThat(ProcessFinder.find(node)).isEmpty();
    }

    @Test
    void aFileThatHoldsNoNumberIsNoNode() throws Exception {
        Files.writeString(node.pidFile(), "");

        assertThat(ProcessFinder.find(node)).isEmpty();
    }

    @Test
    void aKeeperWhoseNodeHasNotSaidItsNumberIsJoining() throws Exception {
        Files.writeString(node.keeperPidFile(), process(node.marker()).pid() + "\n");

        assertThat(new NodeProbe(Clock.systemUTC()).look(node).state()).isEqualTo(ProcessState.JOINING);
    }

    @Test
    void aStoppedProcessIsPausedUntilItGoesOn() throws Exception {
        Process process = process(node.marker());
        Files.writeString(node.pidFile(), process.pid() + "\n");

        Signals.pause(process.toHandle());
        assertThat(Pause.until(() -> look() == ProcessState.PAUSED, Duration.ofSeconds(10)))
                .isTrue();

        Signals.resume(process.toHandle());
        assertThat(Pause.until(() -> look() == ProcessState.JOINING, Duration.ofSeconds(10)))
                .isTrue();
    }

    private ProcessState look() {
        return new NodeProbe(Clock.systemUTC()).look(node).state();
    }

    /** Starts a process that waits to be ended, with {@code argument} on its command line. */
    private Process process(String argument) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "read line", "test", argument).start();
        started.add(process);
        return process;
    }
}
