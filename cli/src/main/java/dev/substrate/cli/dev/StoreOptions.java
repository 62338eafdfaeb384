package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the records of a local cluster are. */
final class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = {
                "Where the records are: sqlite, one file for all nodes; or cassandra, a real Cassandra that is started"
                        + " and stopped with the nodes. A data directory keeps the store that it began with"
                        + " (default: " + DevStore.SQLITE + ")."
            })
    private @Nullable String store;

    @Option(
            names = "--cassandra-port",
            paramLabel = "PORT",
            description = "The cluster's own Cassandra answers drivers on this port and takes the next one too"
                    + " (default: " + DevStore.OwnCassandra.PORT + ").")
    private @Nullable Integer port;

    @Option(
            names = "--cassandra",
            paramLabel = "HOST:PORT",
            description = "Use the Cassandra that runs there, and start none. The records are in its keyspace"
                    + " substrate_dev.")
    private @Nullable String other;

    /** Returns the store that was asked for, or else {@code remembered}, the one that the data is in, or else the default. */
    DevStore choose(Optional<DevStore> remembered) {
        requireSense();
        if (other != null) {
            return DevStore.OtherCassandra.parse(other);
        }
        if (port != null) {
            return new DevStore.OwnCassandra(port);
        }
        if (store == null) {
            return remembered.orElseGet(DevStore.Sqlite::new);
        }
        DevStore named = store.equals(DevStore.SQLITE)
                ? new DevStore.Sqlite()
                : new DevStore.OwnCassandra(DevStore.OwnCassandra.PORT);
        // The name alone asks for no address.
        return remembered.filter(kept -> kept.name().equals(named.name())).orElse(named);
    }

    private void requireSense() {
        if (store != null && !store.equals(DevStore.SQLITE) && !store.equals(DevStore.CASSANDRA)) {
            throw CliException.usage("--store is sqlite or cassandra, not '" + store + "'");
        }
        if (other != null && port != null) {
            throw CliException.usage(
                    "--cassandra uses a Cassandra that runs already, --cassandra-port is the port of one"
                            + " that is started: give one of the two");
        }
        if (DevStore.SQLITE.equals(store) && (other != null || port != null)) {
            throw CliException.usage(
                    (other != null ? "--cassandra" : "--cassandra-port") + " goes with --store cassandra only");
        }
    }
}
