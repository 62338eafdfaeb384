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
import dev.substrate.store.contract.faults.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A Cassandra of one node, in a process of its own. */
final class CassandraHarness implements StoreHarness {

    static final String KEYSPACE = "contract";

    private final Path folder;
    private final Server server;

    CassandraHarness(Path folder) {
        this.folder = folder;
        this.server = Server.start(folder.resolve("cassandra"));
    }

    static Config settingsOf(String contactPoint) {
        return ConfigFactory.parseString("""
                cassandra {
                  contact-points = ["%s"]
                  keyspace = %s
                  replication-factor = 1
                }
                """.formatted(contactPoint, KEYSPACE));
    }

    /** With a short patience, so that outages need not be long for something to fail. */
    static Config impatient(String contactPoint) {
        return ConfigFactory.parseString("cassandra.driver.basic.request.timeout = 3s")
                .withFallback(settingsOf(contactPoint));
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

    /** An epoch is tried for 25 s, the last time with some requests of 12 s each. */
    @Override
    public Duration operationEndsWithin() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration worksAgainWithin() {
        return Duration.ofSeconds(60);
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
        return SmallDisk.impossible()
                .map(Capability::<Fault>none)
                .orElse(Capability.of(() -> new FullDisk(folder.resolve("small"))));
    }

    @Override
    public Capability<HeldOwner> heldOwner() {
        return Capability.of(() -> new HeldBeforeConfirming(server));
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
