package dev.substrate.testkit;

import dev.substrate.testkit.internal.NodeAgent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that starts a node's process: this virtual machine, this class path, {@link NodeAgent}. */
final class NodeCommand {

    private static final String TEST_PROPERTIES = "substrate.test.";

    // The control channel is standard output: nothing else may write to it, the virtual machine included.
    private static final List<String> NOTHING_TO_STANDARD_OUTPUT =
            List.of("-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr");

    // Several nodes share a small machine, and live for seconds.
    private static final List<String> SMALL =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final ClusterFolder folder;
    private final ClusterTest spec;
    private final ClassArchive classes;

    NodeCommand(ClusterFolder folder, ClusterTest spec, ClassArchive classes) {
        this.folder = folder;
        this.spec = spec;
        this.classes = classes;
    }

    /** Returns the command for a node; its arguments lie in a file, so that people can repeat it. */
    List<String> forNode(int nodeNumber, String host, NodePorts ports, Path plan) {
        List<String> arguments = new ArrayList<>(NOTHING_TO_STANDARD_OUTPUT);
        arguments.addAll(SMALL);
        arguments.addAll(classes.options());
        arguments.add("-XX:ErrorFile=" + folder.path().resolve("node-" + nodeNumber + ".hs_err.log"));
        arguments.add("-Dlogback.configurationFile=dev/substrate/testkit/node-logback.xml");
        // Failpoints change code that runs already.
        arguments.add("-Djdk.attach.allowAttachSelf=true");
        arguments.addAll(propertiesOfTheTest());
        if (DebugOption.isFor(nodeNumber)) {
            // quiet: the agent would announce itself on standard output.
            arguments.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=" + host + ":"
                    + ports.debugger());
        }
        arguments.addAll(List.of(spec.jvmOptions()));
        Stream.of(spec.nodeOptions())
                .filter(options -> options.node() == nodeNumber)
                .forEach(options -> arguments.addAll(List.of(options.jvmOptions())));
        arguments.addAll(List.of("-cp", classes.classPath()));
        arguments.addAll(List.of(NodeAgent.class.getName(), plan.toString()));
        return List.of(javaTool("java").toString(), "@" + write(folder.arguments(nodeNumber), arguments));
    }

    /** Returns the path of a tool of the JDK that this process runs on. */
    static Path javaTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    /**
     * Returns the class path of the tests. Surefire starts its process with a jar that only names the real class path;
     * it tells the real one in a property of its own, or sets {@code java.class.path} to it afterwards.
     */
    static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> propertiesOfTheTest() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(TEST_PROPERTIES))
                .sorted()
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
    }

    private static Path write(Path file, List<String> arguments) {
        List<String> lines = arguments.stream()
                .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("No arguments at " + file, e);
        }
    }
}
