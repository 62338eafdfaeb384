package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code substrate dev pause N}: freezes a node, or Cassandra. */
@Command(
        name = "pause",
        description =
                "Freezes a node, or Cassandra, with SIGSTOP, as a long garbage collection or a stalled machine would.",
        footer = {"", "Example:", "  substrate dev pause 2"})
public final class DevPauseCommand extends ProcessVerb {

    private static final Duration AT_MOST = Duration.ofSeconds(2);

    /** Makes the command. */
    public DevPauseCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevProcess paused) {
        ProcessHandle process = runningProcess(paused);
        Signals.pause(process);
        Pause.until(() -> ProcessFinder.isPaused(process), AT_MOST);
        shell.println("Paused " + paused.name() + "; let it go on with: substrate dev resume " + paused.argument());
    }
}
