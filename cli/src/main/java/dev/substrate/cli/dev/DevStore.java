package dev.substrate.cli.dev;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import java.nio.file.Path;
import java.util.Properties;

/** Where the records of a local cluster are. */
sealed interface DevStore {

    String SQLITE = "sqlite";
    String CASSANDRA = "cassandra";

    /** Returns the store's name, as {@code --store} takes it. */
    String name();

    /** Returns the settings with which a node uses the store, in HOCON below {@code substrate}. */
    String conf(Path clusterDir);

    /** Writes down what {@link #load} reads. */
    void save(Properties values);

    /** Returns whether data that was written to the other store is in this one. */
    boolean hasDataOf(DevStore other);

    /** Returns the store that was written down. */
    static DevStore load(Properties values) {
        String name = values.getProperty("store", "");
        return switch (name) {
            case SQLITE -> new Sqlite();
            case CASSANDRA ->
                values.containsKey("cassandra")
                        ? OtherCassandra.parse(values.getProperty("cassandra"))
                        : new OwnCassandra(Integer.parseInt(values.getProperty("cassandra-port", "")));
            default -> throw CliException.failed("There is no store '" + name + "'");
        };
    }

    /** One file, which all nodes share. */
    record Sqlite() implements DevStore {

        @Override
        public String name() {
            return SQLITE;
        }

        @Override
        public String conf(Path clusterDir) {
            return """
                  store = sqlite
                  sqlite.file = %s
                """.formatted(
                            JsonObject.quoted(clusterDir.resolve("store.db").toString()));
        }

        @Override
        public void save(Properties values) {
            values.setProperty("store", SQLITE);
        }

        @Override
        public boolean hasDataOf(DevStore other) {
            return other instanceof Sqlite;
        }

        /** Returns how to ask for this store on the command line. */
        @Override
        public String toString() {
            return "--store " + SQLITE;
        }
    }

    /**
     * A Cassandra that is started and stopped with the cluster.
     *
     * @param port TCP port for drivers; the one after it is taken too
     */
    record OwnCassandra(int port) implements DevStore {

        static final int PORT = 9142;

        public OwnCassandra {
            if (port < 1 || port + 1 > OtherCassandra.PORT_MAX) {
                throw CliException.usage("--cassandra-port " + port
                        + " leaves no ports: Cassandra takes this port and the one after it");
            }
        }

        @Override
        public String name() {
            return CASSANDRA;
        }

        @Override
        public String conf(Path clusterDir) {
            return cassandraConf(CassandraSettings.HOST + ":" + port);
        }

        @Override
        public void save(Properties values) {
            values.setProperty("store", CASSANDRA);
            values.setProperty("cassandra-port", Integer.toString(port));
        }

        @Override
        public boolean hasDataOf(DevStore other) {
            return other instanceof OwnCassandra;
        }

        @Override
        public String toString() {
            return "--store " + CASSANDRA + " --cassandra-port " + port;
        }
    }

    /**
     * A Cassandra that is there already, and that nobody here starts or stops.
     *
     * @param host its name or address
     * @param port TCP port for drivers
     */
    record OtherCassandra(String host, int port) implements DevStore {

        static final int PORT_MAX = 65_535;

        /** Reads {@code host:port}. */
        static OtherCassandra parse(String contactPoint) {
            int colon = contactPoint.lastIndexOf(':');
            String port = contactPoint.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || port(port) < 1 || port(port) > PORT_MAX) {
                throw CliException.usage(
                        "--cassandra is HOST:PORT, 127.0.0.1:9042 for example, not '" + contactPoint + "'");
            }
            return new OtherCassandra(contactPoint.substring(0, colon), port(port));
        }

        private static int port(String digits) {
            return Integer.parseInt(digits);
        }

        String contactPoint() {
            return host + ":" + port;
        }

        @Override
        public String name() {
            return CASSANDRA;
        }

        @Override
        public String conf(Path clusterDir) {
            return cassandraConf(contactPoint());
        }

        @Override
        public void save(Properties values) {
            values.setProperty("store", CASSANDRA);
            values.setProperty("cassandra", contactPoint());
        }

        @Override
        public boolean hasDataOf(DevStore other) {
            return equals(other);
        }

        @Override
        public String toString() {
            return "--store " + CASSANDRA + " --cassandra " + contactPoint();
        }
    }

    private static String cassandraConf(String contactPoint) {
        return """
                  store = cassandra
                  cassandra {
                    contact-points = [%s]
                    local-datacenter = "datacenter1"
                    keyspace = "substrate_dev"
                    replication-factor = 1
                    create-schema = on
                  }
                """.formatted(JsonObject.quoted(contactPoint));
    }
}
