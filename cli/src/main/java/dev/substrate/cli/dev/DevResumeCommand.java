package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code substrate dev resume N}: lets a paused node go on. */
@Command(
        name = "resume",
        description = "Lets a paused node go on.",
        footer = {"", "Example:", "  substrate dev resume 2"})
public final class DevResumeCommand extends NodeVerb {

    private static final Duration AT_MOST = Duration.ofSeconds(2);

    /** Makes the command. */
    public DevResumeCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevNode node) {
        ProcessHandle process = runningProcess(node);
        Signals.resume(process);
        Pause.until(() -> !NodeProcess.isPaused(process), AT_MOST);
        shell.println("Resumed " + node.name());
    }
}
