package dev.substrate.cli.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the process of a node under a {@link Keeper}, which starts it again when the cluster has downed it
 * ({@value #RESTART_CODE}), and only then.
 */
final class NodeLauncher {

    /** The exit code by which a node asks to be started again. */
    static final int RESTART_CODE = 10;

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8");

    /**
     * With fewer, the second compiler takes more than it gives for minutes: three nodes on two processors start in 9 s
     * instead of 13, and take their first 20,000 records in 26 s instead of 45.
     */
    private static final int PROCESSORS_PER_NODE = 2;

    /** $1 is the node's directory, the rest its command. */
    static final String SCRIPT = """
            trap '' HUP INT
            trap 'ending=1' TERM
            dir=$1
            shift
            ending=
            echo $$ > "$dir/keeper.pid.new" && mv -f "$dir/keeper.pid.new" "$dir/keeper.pid"
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

    private final Keeper keeper;
    private final int nodes;
    private final int processors;
    private final String classPath;

    /**
     * Makes a launcher.
     *
     * @param env the environment; {@code SUBSTRATE_NODE_OPTS} are more options for the JVM of each node
     * @param nodes how many nodes share this machine's processors
     * @param ownClasses folders and jars that nodes find besides Substrate's; empty for none
     */
    NodeLauncher(Map<String, String> env, int nodes, String ownClasses) {
        this.keeper = new Keeper(env);
        this.nodes = nodes;
        this.classPath =
                System.getProperty("java.class.path") + (ownClasses.isEmpty() ? "" : File.pathSeparator + ownClasses);
        this.processors = Runtime.getRuntime().availableProcessors();
    }

    /** Starts the node; returns as soon as there is a process. */
    void start(DevNode node) throws IOException {
        // By environment and not by option, so that the command line stays short enough to be read.
        keeper.start(node, SCRIPT, command(node), Map.of("CLASSPATH", classPath));
    }

    private List<String> command(DevNode node) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(node.marker());
        command.addAll(JVM_OPTIONS);
        if (processors < nodes * PROCESSORS_PER_NODE) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(keeper.options("SUBSTRATE_NODE_OPTS"));
        command.addAll(List.of(
                "dev.substrate.cli.Main", "node", "--config", node.confFile().toString()));
        return command;
    }
}
