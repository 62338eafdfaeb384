package dev.substrate.testkit;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import java.nio.file.Path;

/**
 * The one Cassandra of a process that runs tests. It is started when the first test asks for it, since that takes some
 * seconds, and killed when all tests are done, or when this process is gone.
 */
final class SharedCassandra implements AutoCloseable {

    private final PortBlock block;
    private final ClaimedFolder claimed;
    private final LocalCassandra cassandra;
    private int keyspaces;

    private SharedCassandra(PortBlock block, ClaimedFolder claimed, LocalCassandra cassandra) {
        this.block = block;
        this.claimed = claimed;
        this.cassandra = cassandra;
    }

    /** Starts one with nothing in it, and returns at once. */
    static SharedCassandra start() {
        Path libraries = LocalCassandra.libraries();
        PortBlock block = PortBlock.reserve();
        ClaimedFolder claimed = ClaimedFolder.first("cassandra");
        try {
            CassandraSettings settings = CassandraSettings.of(
                            ClusterFolder.empty(Path.of(claimed.name())), libraries, block.port(0))
                    .endingWithStarter();
            return new SharedCassandra(block, claimed, LocalCassandra.start(settings));
        } catch (RuntimeException e) {
            claimed.close();
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
            claimed.close();
            block.close();
        }
    }
}
