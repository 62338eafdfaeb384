package dev.substrate.store.contract.cassandra;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Fault;

/** A Cassandra that stands still: connections stay open, and nothing answers. */
final class Frozen implements Fault {

    private final Server server;

    Frozen(Server server) {
        this.server = server;
    }

    @Override
    public Config settings() {
        return CassandraHarness.impatient(server.contactPoint());
    }

    @Override
    public void begin() {
        server.pause();
    }

    @Override
    public void end() {
        server.resume();
    }

    @Override
    public void close() {
        server.resume();
    }
}
