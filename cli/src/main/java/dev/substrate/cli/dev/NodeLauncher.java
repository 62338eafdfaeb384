package dev.substrate.cli.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts the process of a node under a small shell, its keeper.
 *
 * <p>The keeper starts the node again when the cluster has downed it ({@value #RESTART_CODE}), and only then. It lives on
 * when the command that started it ends: it is deaf to the terminal's signals, and so is the node.
 */
final class NodeLauncher {

    /** The exit code by which a node asks to be started again. */
    static final int RESTART_CODE = 10;

    private static final long LOG_BYTES_MAX = 64L * 1024 * 1024;

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8");

    /**
     * With fewer, the second compiler takes more than it gives for minutes: three nodes on two processors start in 9 s
     * instead of 13, and take their first 20,000 records in 26 s instead of 45.
     */
    private static final int PROCESSORS_PER_NODE = 2;

    /** $1 is the node's directory, the rest its command. */
    static final String KEEPER = """
            trap '' HUP INT
            trap 'ending=1' TERM
            dir=$1
            shift
            ending=
            echo $$ > "$dir/keeper.pid"
            while :; do
              [ -f "$dir/node.exit" ] && mv -f "$dir/node.exit" "$dir/node.exit.previous"
              "$@"
              code=$?
              if [ ! -s "$dir/node.exit" ]; then
                case $code in
                  137) reason='killed (SIGKILL)' ;;
                  143) reason='ended by SIGTERM' ;;
                  3) reason='out of memory (exit code 3)' ;;
                  *) reason="exit code $code" ;;
                esac
                echo "$reason" > "$dir/node.exit"
              fi
              [ $code -eq 10 ] && [ -z "$ending" ] || exit $code
              echo 'The cluster has downed this node: starting it again'
              sleep 1
              [ -z "$ending" ] || exit 0
            done
            """;

    private final Map<String, String> env;
    private final int nodes;
    private final int processors;

    /**
     * Makes a launcher.
     *
     * @param env the environment; {@code SUBSTRATE_NODE_OPTS} are more options for the JVM of each node
     * @param nodes how many nodes share this machine's processors
     */
    NodeLauncher(Map<String, String> env, int nodes) {
        this.env = env;
        this.nodes = nodes;
        this.processors = Runtime.getRuntime().availableProcessors();
    }

    /** Starts the node; returns as soon as there is a process. */
    void start(DevNode node) throws IOException {
        Files.deleteIfExists(node.pidFile());
        Files.deleteIfExists(node.exitFile());
        Files.deleteIfExists(node.previousExitFile());
        rotate(node.logFile());
        ProcessBuilder builder = new ProcessBuilder(command(node))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(node.logFile().toFile()));
        // By environment and not by option, so that the command line stays short enough to be read.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process keeper = builder.start();
        // The keeper says so itself too, but only once it runs; until then another command must not start a second one.
        Files.writeString(node.keeperPidFile(), keeper.pid() + "\n");
    }

    private List<String> command(DevNode node) {
        List<String> command = new ArrayList<>();
        if (onPath("setsid")) {
            command.add("setsid");
        }
        command.addAll(
                List.of("sh", "-c", KEEPER, "substrate-keeper", node.dir().toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(node.marker());
        command.addAll(JVM_OPTIONS);
        if (processors < nodes * PROCESSORS_PER_NODE) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        Arrays.stream(env.getOrDefault("SUBSTRATE_NODE_OPTS", "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of(
                "dev.substrate.cli.Main", "node", "--config", node.confFile().toString()));
        return command;
    }

    private boolean onPath(String program) {
        return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
