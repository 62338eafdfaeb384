package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.benchmark.load.Account;
import dev.substrate.benchmark.load.Load;
import dev.substrate.benchmark.load.Slice;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own, which ends with this one. Calls block, and are for one thread at a time.
 *
 * <p>A node that fails is a {@link BenchmarkException}; so is one that has ended.
 */
public final class NodeProcess implements AutoCloseable {

    /** Nothing but replies may go to standard output, what the virtual machine has to say included. */
    private static final List<String> SILENCE =
            List.of("-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr");

    private static final long END_WITHIN_SECONDS = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final String title;
    private final Path log;
    private final Process process;
    private final Writer requests;
    private final BufferedReader replies;

    private NodeProcess(String title, Path log, Process process) {
        this.title = title;
        this.log = log;
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a node in a process; returns at once. */
    static NodeProcess start(NodeSetup setup, int records, List<String> jvmOptions) {
        try {
            Files.createDirectories(setup.folder());
            Path settings = Files.writeString(setup.folder().resolve("node.conf"), setup.hocon());
            return start(
                    "Node " + setup.number() + ", " + setup.variant(),
                    setup.folder(),
                    jvmOptions,
                    BenchmarkNode.class,
                    List.of(settings.toString(), Integer.toString(records)));
        } catch (IOException e) {
            throw new UncheckedIOException("No process for a node", e);
        }
    }

    /**
     * Starts a process that does what it is asked; returns at once.
     *
     * @param title what it is, for people
     * @param folder where its log goes
     * @param main what it runs
     */
    static NodeProcess start(
            String title, Path folder, List<String> jvmOptions, Class<?> main, List<String> arguments) {
        Path log = folder.resolve("node.log");
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(SILENCE);
            command.addAll(jvmOptions);
            command.add(main.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            // By environment and not by option, so that the command line stays short enough to be read.
            builder.environment().put("CLASSPATH", classPath());
            return new NodeProcess(title, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("No process for a node", e);
        }
    }

    /** Starts a client that is no node in a process; returns at once. */
    static NodeProcess startClient(
            Path folder, boolean straightToOwners, List<URI> nodes, int records, List<String> jvmOptions) {
        List<String> arguments =
                new ArrayList<>(List.of(Integer.toString(records), Boolean.toString(straightToOwners)));
        nodes.forEach(node -> arguments.add(node.toString()));
        return start("A client", folder, jvmOptions, BenchmarkClient.class, arguments);
    }

    /** Waits until the node is ready. */
    public void awaitReady() {
        ask(new NodeRequest.AwaitReady(), Boolean.class);
    }

    /** Writes each record once. */
    public void fill(int valueBytes) {
        ask(new NodeRequest.Fill(valueBytes), Boolean.class);
    }

    /** Runs a load to its end. */
    public Slice run(Load load) {
        beginRun(load);
        return endRun();
    }

    /** Begins to run a load; to be followed by {@link #endRun}. */
    public void beginRun(Load load) {
        send(new NodeRequest.Run(load));
    }

    /** Waits for the end of the load that was begun. */
    public Slice endRun() {
        return receive(Slice.class);
    }

    /** Returns what became of the writes that this process asked for. */
    public Account account() {
        return ask(new NodeRequest.ReadAccount(), Account.class);
    }

    /** Returns the versions of all records as they lie in the store. */
    public List<Long> storedVersions() {
        List<Long> versions = new ArrayList<>();
        ask(new NodeRequest.ReadStore(), JsonNode.class).forEach(version -> versions.add(version.asLong()));
        return versions;
    }

    /** Returns how many of the records this node owns. */
    public long owned() {
        return ask(new NodeRequest.CountOwned(), Long.class);
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Tells the process to end, and waits for it. */
    @Override
    public void close() {
        try {
            requests.close();
            if (process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private <R> R ask(NodeRequest request, Class<R> answer) {
        send(request);
        return receive(answer);
    }

    private void send(NodeRequest request) {
        try {
            requests.write(json.writeValueAsString(request) + "\n");
            requests.flush();
        } catch (IOException e) {
            throw new BenchmarkException(describe() + " takes no requests: " + e.getMessage(), e);
        }
    }

    private <R> R receive(Class<R> answer) {
        try {
            String line = replies.readLine();
            while (line != null && !line.startsWith("{")) {
                // Some parts of the virtual machine, such as its recorder, greet on standard output whatever one says.
                line = replies.readLine();
            }
            if (line == null) {
                throw new BenchmarkException(describe() + " has ended");
            }
            NodeReply reply = json.readValue(line, NodeReply.class);
            if (reply.failure() != null) {
                throw new BenchmarkException(describe() + " failed: " + reply.failure());
            }
            return json.treeToValue(reply.result(), answer);
        } catch (IOException e) {
            throw new BenchmarkException(describe() + " gave no answer: " + e.getMessage(), e);
        }
    }

    private String describe() {
        return title + " (its log: " + log + "),";
    }

    /** Surefire starts its process with a jar that only names the class path; it tells the real one in a property. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> absolute = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, absolute);
    }
}
