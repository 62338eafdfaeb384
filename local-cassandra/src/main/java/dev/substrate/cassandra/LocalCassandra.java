package dev.substrate.cassandra;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One Apache Cassandra in a process of its own on this machine: a real one, that acknowledges a write after fsync.
 *
 * <p>It is a cluster of one node, data center {@value #DATACENTER}, without authentication, that listens on the loopback
 * address only. What was written is there again after {@link #kill}, and after {@link #restart}.
 *
 * <p>Calls block. An object of this class is not for several threads at once.
 */
public final class LocalCassandra implements AutoCloseable {

    /** The data center that its one node is in. */
    public static final String DATACENTER = "datacenter1";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(2);
    private static final Duration KILLED_DEADLINE = Duration.ofSeconds(20);
    private static final Duration SIGNAL_DEADLINE = Duration.ofSeconds(10);

    /** $1 is the file for the process id, the rest the command. */
    private static final String PLAIN = """
            echo $$ > "$1"
            shift
            exec "$@" < /dev/null
            """;

    /**
     * The same, with a guard: it waits for the end of its input, which comes when the process that holds the other end is
     * gone. SIGKILL, because a Cassandra that is stopped would not notice anything else.
     */
    private static final String GUARDED = """
            exec 3<&0
            (trap '' INT; read -r line <&3; kill -KILL $$) > /dev/null 2>&1 &
            exec 3<&-
            """ + PLAIN;

    private final CassandraSettings settings;
    private Process process;

    private LocalCassandra(CassandraSettings settings) {
        this.settings = settings;
        this.process = launch(settings);
    }

    /**
     * Returns the folder with the jars of a Cassandra server, which the system property {@code substrate.cassandra.lib}
     * names, or else the environment variable {@code SUBSTRATE_CASSANDRA_LIB}.
     *
     * @throws CassandraException if there is none; it says how to come by one
     */
    public static Path libraries() {
        return libraries(System.getenv());
    }

    /**
     * Returns the folder with the jars of a Cassandra server, as {@link #libraries()} does, for another environment.
     *
     * @throws CassandraException if there is none; it says how to come by one
     */
    public static Path libraries(Map<String, String> environment) {
        return Libraries.find(System.getProperties(), environment);
    }

    /** Returns the process of the Cassandra in a folder, whoever started it, if it is alive. */
    public static Optional<ProcessHandle> find(Path folder) {
        return CassandraProcess.find(folder.toAbsolutePath().normalize());
    }

    /** Returns the argument by which the command line of the Cassandra in a folder is known. */
    public static String marker(Path folder) {
        return CassandraProcess.marker(folder.toAbsolutePath().normalize());
    }

    /**
     * Starts a Cassandra with the data that its folder has, and returns at once.
     *
     * @throws CassandraException if a port is in use, jars are missing or a Cassandra runs in this folder already
     */
    public static LocalCassandra start(CassandraSettings settings) {
        return new LocalCassandra(settings);
    }

    /**
     * Writes the settings files of a Cassandra and returns the command that starts it in the foreground, for callers with
     * a way of their own to run it. Whoever runs it writes the process id to {@link CassandraSettings#pidFile()}.
     *
     * @throws CassandraException as {@link #start}
     */
    public static List<String> prepare(CassandraSettings settings) {
        Libraries libraries = Libraries.in(settings.libraries());
        Path java = JavaCommand.java(System.getenv());
        find(settings.folder()).ifPresent(process -> {
            throw new CassandraException(
                    "A Cassandra runs in " + settings.folder() + " already (pid " + process.pid() + ")");
        });
        requireFree("native", settings.nativePort());
        requireFree("storage", settings.storagePort());
        var files = new ServerFiles(settings);
        try {
            files.write(JavaCommand.arguments(files, libraries));
            Files.deleteIfExists(settings.pidFile());
        } catch (IOException e) {
            throw new CassandraException("The settings of Cassandra cannot be written: " + e.getMessage(), e);
        }
        return JavaCommand.command(java, files);
    }

    /**
     * Waits until it answers requests.
     *
     * @param progress is told now and then how long that has been taking
     * @throws CassandraException if it ends instead, or the time passes; with the last lines of its log
     */
    public LocalCassandra awaitAnswering(Duration atMost, Consumer<Duration> progress) {
        long start = System.nanoTime();
        while (!answers()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (!isAlive()) {
                throw new CassandraException(
                        "Cassandra ended with exit code " + process.exitValue() + " instead of starting. " + logEnd());
            }
            if (elapsed.compareTo(atMost) > 0) {
                throw new CassandraException("Cassandra does not answer after " + atMost + ". " + logEnd());
            }
            progress.accept(elapsed);
            pauseBetweenLooks();
        }
        return this;
    }

    /** Returns whether it answers requests now. */
    public boolean answers() {
        return isAlive() && NativeProtocol.answers(CassandraSettings.HOST, settings.nativePort(), PROBE_DEADLINE);
    }

    /** Ends it with SIGKILL, as a crash would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!ended(KILLED_DEADLINE)) {
            throw new CassandraException("Cassandra (pid " + pid() + ") is still there after SIGKILL");
        }
    }

    /**
     * Asks it to end, and kills it if that takes too long. It flushes its tables first, which takes some seconds.
     *
     * @return whether it ended of its own accord, be it before
     */
    public boolean stop(Duration atMost) {
        if (!isAlive()) {
            return true;
        }
        // Process.destroy closes the input too, and the guard would kill it.
        process.toHandle().destroy();
        signal("CONT");
        if (ended(atMost)) {
            return true;
        }
        kill();
        return false;
    }

    /** Freezes it with SIGSTOP, as a stalled machine would be. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        signal("CONT");
    }

    /**
     * Starts it again with its data after it has ended; returns at once.
     *
     * @throws CassandraException if it is still alive; and as {@link #start}
     */
    public LocalCassandra restart() {
        if (isAlive()) {
            throw new CassandraException("Cassandra (pid " + pid() + ") is alive: stop or kill it before");
        }
        process = launch(settings);
        return this;
    }

    /** Returns whether its process is alive, be it paused or only about to start. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns its process id, or the one that it had. */
    public long pid() {
        return process.pid();
    }

    /** Returns what it is like. */
    public CassandraSettings settings() {
        return settings;
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
    }

    private static Process launch(CassandraSettings settings) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", settings.endsWithStarter() ? GUARDED : PLAIN, "local-cassandra"));
        List<String> java = prepare(settings);
        command.add(settings.pidFile().toString());
        command.addAll(java);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(settings)))
                    .start();
        } catch (IOException e) {
            throw new CassandraException("Cassandra cannot be started: " + e.getMessage(), e);
        }
    }

    private static File logFile(CassandraSettings settings) {
        return settings.logFile().toFile();
    }

    private static void requireFree(String name, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CassandraException(
                    "Port " + port + ", the " + name
                            + " port of Cassandra, is in use by another program; nothing was started",
                    e);
        }
    }

    private boolean ended(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void signal(String name) {
        if (!isAlive()) {
            throw new CassandraException("Cassandra (pid " + pid() + ") has ended: it can get no SIG" + name);
        }
        try {
            // The shell's own kill: there is not always a program of that name.
            var shell = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!shell.waitFor(SIGNAL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS) || shell.exitValue() != 0) {
                throw new CassandraException("SIG" + name + " for Cassandra: " + output.strip());
            }
        } catch (IOException e) {
            throw new CassandraException("SIG" + name + " for Cassandra: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String logEnd() {
        return "Its log, " + settings.logFile() + ", ends:\n" + LogTail.of(settings.logFile());
    }

    private static void pauseBetweenLooks() {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CassandraException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CassandraException("Interrupted while waiting for Cassandra", e);
    }
}
