package dev.substrate.store.contract.cassandra;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Fault;

/** SIGKILL for Cassandra, and its start with what its commit log holds. */
final class Crash implements Fault {

    private final Server server;

    Crash(Server server) {
        this.server = server;
    }

    @Override
    public Config settings() {
        return CassandraHarness.impatient(server.contactPoint());
    }

    @Override
    public void begin() {
        server.kill();
    }

    @Override
    public void end() {
        server.startAgain();
    }

    @Override
    public void close() {
        if (!server.isAlive()) {
            server.startAgain();
        }
    }
}
