package dev.substrate.store.contract.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.cassandra.CassandraStoreProvider;
import dev.substrate.store.contract.Capability;
import dev.substrate.store.contract.Damage;
import dev.substrate.store.contract.Fault;
import dev.substrate.store.contract.HeldOwner;
import dev.substrate.store.contract.LateDelivery;
import dev.substrate.store.contract.StoreHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A Cassandra of one node, in a process of its own. */
final class CassandraHarness implements StoreHarness {

    static final String KEYSPACE = "contract";

    private final Server server;

    CassandraHarness(Path folder) {
        this.server = Server.start(folder.resolve("cassandra"));
    }

    static Config settingsOf(String contactPoint) {
        return ConfigFactory.parseString("""
                cassandra {
                  contact-points = ["%s"]
                  keyspace = %s
                  replication-factor = 1
                  # Short, so that outages need not be long.
                  driver.basic.request.timeout = 4s
                }
                """.formatted(contactPoint, KEYSPACE));
    }

    @Override
    public Class<? extends FencedStoreProvider> provider() {
        return CassandraStoreProvider.class;
    }

    @Override
    public Config settings() {
        return settingsOf(server.contactPoint());
    }

    @Override
    public Config waitingMax(int writesMax, int readsMax) {
        return ConfigFactory.parseMap(
                Map.of("cassandra.writes-waiting-max", writesMax, "cassandra.reads-waiting-max", readsMax));
    }

    /** An epoch is tried for 25 s, the last time with some requests of 4 s each. */
    @Override
    public Duration operationEndsWithin() {
        return Duration.ofSeconds(40);
    }

    @Override
    public Duration worksAgainWithin() {
        return Duration.ofSeconds(40);
    }

    @Override
    public Capability<Fault> outage() {
        return Capability.of(() -> new Frozen(server));
    }

    @Override
    public Capability<Fault> crash() {
        return Capability.of(() -> new Crash(server));
    }

    @Override
    public Capability<Fault> fullDisk() {
        return Capability.none("not yet");
    }

    @Override
    public Capability<HeldOwner> heldOwner() {
        return Capability.none("not yet");
    }

    @Override
    public Capability<LateDelivery> lateDelivery() {
        return Capability.of(() -> new LateStatements(server));
    }

    @Override
    public Capability<Damage> damage() {
        return Capability.of(() -> new DamagedCells(server));
    }

    @Override
    public void close() {
        server.close();
    }
}
