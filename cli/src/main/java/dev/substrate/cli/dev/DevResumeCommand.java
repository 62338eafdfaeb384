package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code substrate dev resume N}: lets a paused node, or Cassandra, go on. */
@Command(
        name = "resume",
        description = "Lets a paused node, or Cassandra, go on.",
        footer = {"", "Example:", "  substrate dev resume 2"})
public final class DevResumeCommand extends ProcessVerb {

    private static final Duration AT_MOST = Duration.ofSeconds(2);

    /** Makes the command. */
    public DevResumeCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevProcess paused) {
        ProcessHandle process = runningProcess(paused);
        Signals.resume(process);
        Pause.until(() -> !ProcessFinder.isPaused(process), AT_MOST);
        shell.println("Resumed " + paused.name());
    }
}
