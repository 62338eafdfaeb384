package dev.substrate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes, beyond the two that {@link Process} can send. */
final class Signal {

    private Signal() {}

    /**
     * Stops a process until the returned pause ends.
     *
     * <p>A stopped process does not notice that its parent is gone. So the one who continues it is a shell that waits
     * for the end of its own input: that comes when the pause ends, and also when this process is killed.
     */
    static Pause stop(long pid) {
        String script =
                "trap '' INT; kill -STOP %1$d || exit 1; echo stopped; read line; kill -CONT %1$d".formatted(pid);
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (shell.getInputStream().read() < 0) {
                throw new IOException("kill -STOP failed");
            }
            return new Pause(shell);
        } catch (IOException e) {
            throw new UncheckedIOException("Process " + pid + " cannot be paused", e);
        }
    }

    /** A process that is stopped. */
    static final class Pause {

        private final Process shell;

        private Pause(Process shell) {
            this.shell = shell;
        }

        /** Lets the process continue, and returns when it has been told. */
        void end() throws InterruptedException {
            try {
                shell.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException("A paused process cannot be resumed", e);
            }
            shell.waitFor();
        }

        /** Forgets the process, which is dead. */
        void forget() {
            shell.destroyForcibly();
        }
    }
}
