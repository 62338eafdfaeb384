package dev.substrate.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the threads of another process do, by the JDK's {@code jcmd}. */
final class ThreadDump {

    private static final long DEADLINE_SECONDS = 15;

    private ThreadDump() {}

    /** Writes the stacks of a live process to a file, and says in words how that went. */
    static String write(long pid, Path file) {
        Path jcmd = NodeCommand.javaTool("jcmd");
        if (!Files.isExecutable(jcmd)) {
            return "no thread dump: there is no " + jcmd;
        }
        try {
            Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (!dump.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                dump.destroyForcibly();
                return "no thread dump: the process did not answer within " + DEADLINE_SECONDS + " s";
            }
            return "threads: " + file;
        } catch (IOException e) {
            return "no thread dump: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no thread dump: interrupted";
        }
    }
}
