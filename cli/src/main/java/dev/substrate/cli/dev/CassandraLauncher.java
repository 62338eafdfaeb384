package dev.substrate.cli.dev;

import dev.substrate.cassandra.CassandraException;
import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Starts the process of a Cassandra under a {@link Keeper}.
 *
 * <p>Cassandra ends itself when a disk fails under it, since only reading the log anew tells what is on the disk. So the
 * keeper starts it again, {@value #PAUSE_SECONDS} s later; but not what ended within {@value #LIVED_SECONDS} s of its own
 * start, which would only end again.
 */
final class CassandraLauncher {

    private static final int PAUSE_SECONDS = 5;
    private static final int LIVED_SECONDS = 30;

    /** $1 is the directory, the rest the command. Cassandra does not write its process id, so the shell before it does. */
    static final String SCRIPT =
            """
            trap '' HUP INT
            trap 'ending=1' TERM
            dir=$1
            shift
            ending=
            echo $$ > "$dir/keeper.pid.new" && mv -f "$dir/keeper.pid.new" "$dir/keeper.pid"
            while :; do
              [ -f "$dir/cassandra.exit" ] && mv -f "$dir/cassandra.exit" "$dir/cassandra.exit.previous"
              started=$(date +%s)
              sh -c 'echo $$ > "$0.new" && mv -f "$0.new" "$0"; exec "$@"' "$dir/cassandra.pid" "$@"
              code=$?
              case $code in
                137) reason='killed (SIGKILL)' ;;
                143) reason='stopped in an orderly way' ;;
                3) reason='out of memory, or files are missing (exit code 3)' ;;
                100) reason='a disk failed, or the settings are wrong (exit code 100)' ;;
                *) reason="exit code $code" ;;
              esac
              echo "$reason" > "$dir/cassandra.exit"
              [ $code -eq 100 ] && [ -z "$ending" ] && [ $(($(date +%s) - started)) -ge LIVED ] || exit $code
              echo 'Cassandra has ended itself: starting it again in PAUSE s'
              sleep PAUSE
              [ -z "$ending" ] || exit 0
            done
            """.replace("LIVED", Integer.toString(LIVED_SECONDS)).replace("PAUSE", Integer.toString(PAUSE_SECONDS));

    private final Shell shell;
    private final Keeper keeper;

    /**
     * Makes a launcher.
     *
     * @param shell its environment says where the jars are; {@code SUBSTRATE_CASSANDRA_OPTS} are more options for the JVM
     */
    CassandraLauncher(Shell shell) {
        this.shell = shell;
        this.keeper = new Keeper(shell.env());
    }

    /** Starts the Cassandra; returns as soon as there is a process. */
    void start(DevCassandra cassandra) {
        new ServerJars(shell).collectIfMissing();
        try {
            CassandraSettings settings = CassandraSettings.of(
                            cassandra.dir(), LocalCassandra.libraries(shell.env()), cassandra.port())
                    .withJvmOptions(keeper.options("SUBSTRATE_CASSANDRA_OPTS"));
            List<String> command = LocalCassandra.prepare(settings);
            keeper.start(cassandra, SCRIPT, command, Map.of());
        } catch (CassandraException e) {
            throw CliException.failed(e.getMessage());
        } catch (IOException e) {
            throw CliException.failed("Cannot start cassandra: " + e.getMessage());
        }
    }
}
