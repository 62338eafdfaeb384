package dev.substrate.store.contract.cassandra;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Fault;
import dev.substrate.store.contract.faults.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Another Cassandra, on a small disk. A Cassandra that cannot write its commit log ends itself, as it is told to; whoever
 * watches over it starts it again once there is room.
 */
final class FullDisk implements Fault {

    private static final int SIZE_MIB = 256;

    private final SmallDisk disk;
    private final Server server;

    FullDisk(Path folder) throws IOException {
        disk = SmallDisk.mount(folder, SIZE_MIB);
        server = Server.start(disk.folder().resolve("cassandra"));
    }

    @Override
    public Config settings() {
        return CassandraHarness.impatient(server.contactPoint());
    }

    @Override
    public void begin() throws IOException {
        disk.fill();
    }

    @Override
    public void end() throws IOException {
        disk.free();
        if (!server.isAlive()) {
            server.startAgain();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        disk.close();
    }
}
