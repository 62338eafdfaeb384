package dev.substrate.testkit;

/** Where the nodes of a cluster under test keep what they must not lose. */
public enum Store {
    /** A file of the test's own. */
    SQLITE,
    /**
     * A keyspace of the test's own in a real Cassandra, which all tests of a process share: it is started before the first
     * of them. Where the jars of Cassandra are says the system property {@code substrate.cassandra.lib} or the environment
     * variable {@code SUBSTRATE_CASSANDRA_LIB}.
     */
    CASSANDRA
}
