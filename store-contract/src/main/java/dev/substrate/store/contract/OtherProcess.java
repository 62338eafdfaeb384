package dev.substrate.store.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process beside this one that opens the same store and prints what was acknowledged to it. It ends with this one's
 * test. Safe for use by several threads.
 */
final class OtherProcess implements AutoCloseable {

    /** What the lines begin with that are meant for this process; a logger may print others. */
    private static final String SAID = "contract: ";

    private final Process process;
    private final Path settingsFile;
    private final Path errors;
    private final Thread listener;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean saidItEnds;

    /** Starts a main class with the provider, a file with the settings, and further arguments. */
    OtherProcess(Class<?> main, List<String> options, StoreHarness harness, Config settings, String... arguments)
            throws IOException {
        settingsFile = Files.createTempFile("store-contract", ".conf");
        errors = Files.createTempFile("store-contract", ".err");
        Files.writeString(settingsFile, settings.root().render(ConfigRenderOptions.concise()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                harness.provider().getName(),
                settingsFile.toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        listener = new Thread(this::listen, "store-contract-listener");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SAID)) {
                    hear(line.substring(SAID.length()));
                }
            }
        } catch (IOException e) {
            failures.add("its output broke: " + e);
        }
        // Whoever waits for more would wait in vain.
        started.countDown();
        ended.countDown();
    }

    /** Says something to the process that started this one. */
    static void say(String what) {
        synchronized (System.out) {
            System.out.println(SAID + what);
            System.out.flush();
        }
    }

    private void hear(String line) {
        int number = line.lastIndexOf(' ') + 1;
        if (line.startsWith("failed")) {
            failures.add(line);
        } else if (line.equals("ends")) {
            saidItEnds = true;
            ended.countDown();
        } else if (number > 0 && !line.startsWith("owns")) {
            acknowledged.put(line.substring(0, number - 1), Long.parseLong(line.substring(number)));
            started.countDown();
        }
    }

    /** Waits for the first write that was acknowledged to it. */
    void awaitFirst() throws InterruptedException, IOException {
        if (!started.await(60, TimeUnit.SECONDS) || acknowledged.isEmpty()) {
            throw new AssertionError("The other process did not write: " + report());
        }
    }

    /** Waits until it says that it has come to its end. */
    void awaitEnd(long seconds) throws InterruptedException, IOException {
        if (!ended.await(seconds, TimeUnit.SECONDS) || !saidItEnds) {
            throw new AssertionError("The other process did not come to its end: " + report());
        }
    }

    /** Returns the last number that was acknowledged, by kind and entity: {@code state t:1}. */
    Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    Set<String> failures() {
        return Set.copyOf(failures);
    }

    String report() throws IOException {
        return (process.isAlive() ? "alive" : "ended with status " + process.exitValue()) + ", failures " + failures
                + ", said on its error stream:\n" + Files.readString(errors);
    }

    /** Kills it at once, also if it is paused, and waits for the last of what it said. */
    void kill() throws InterruptedException {
        // Not Process.destroyForcibly, which closes the output before the last of it is heard.
        process.toHandle().destroyForcibly();
        process.waitFor();
        listener.join();
    }

    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(settingsFile);
        Files.deleteIfExists(errors);
    }
}
