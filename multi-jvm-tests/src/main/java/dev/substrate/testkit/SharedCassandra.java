package dev.substrate.testkit;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The one Cassandra of a process that runs tests. It is started when the first test asks for it, since that takes some
 * seconds, and killed when all tests are done, or when this process is gone.
 */
final class SharedCassandra implements AutoCloseable {

    private final PortBlock block;
    private final LocalCassandra cassandra;
    private int keyspaces;

    private SharedCassandra(PortBlock block, LocalCassandra cassandra) {
        this.block = block;
        this.cassandra = cassandra;
    }

    /** Starts one with nothing in it, and returns at once. */
    static SharedCassandra start() {
        Path libraries = LocalCassandra.libraries();
        PortBlock block = PortBlock.reserve();
        try {
            CassandraSettings settings =
                    CassandraSettings.of(freeFolder(), libraries, block.port(0)).endingWithStarter();
            return new SharedCassandra(block, LocalCassandra.start(settings));
        } catch (RuntimeException e) {
            block.close();
            throw e;
        }
    }

    /** Returns the Cassandra for the next test, with a keyspace of its own; whole again if a test has left it otherwise. */
    synchronized CassandraHandle forNextTest() {
        keyspaces++;
        var handle = new CassandraHandle(cassandra, "test_" + keyspaces);
        handle.makeWhole();
        return handle;
    }

    @Override
    public void close() {
        try {
            cassandra.close();
        } finally {
            block.close();
        }
    }

    /** Another process may run tests in the same directory. */
    private static Path freeFolder() {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> Path.of(i == 1 ? "cassandra" : "cassandra-" + i))
                .filter(name -> LocalCassandra.find(ClusterFolder.beside(name)).isEmpty())
                .findFirst()
                .map(ClusterFolder::empty)
                .orElseThrow();
    }
}
