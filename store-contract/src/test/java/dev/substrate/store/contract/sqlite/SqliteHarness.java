package dev.substrate.store.contract.sqlite;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.contract.Capability;
import dev.substrate.store.contract.Damage;
import dev.substrate.store.contract.Fault;
import dev.substrate.store.contract.HeldOwner;
import dev.substrate.store.contract.LateDelivery;
import dev.substrate.store.contract.StoreHarness;
import dev.substrate.store.contract.faults.SmallDisk;
import dev.substrate.store.sqlite.SqliteStoreProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A file in a folder of the test. */
final class SqliteHarness implements StoreHarness {

    private static final String ONE_TRANSACTION = "The epoch is checked in the transaction that writes";

    private final Path folder;

    SqliteHarness(Path folder) {
        this.folder = folder;
    }

    static Config settingsOf(Path file) {
        return ConfigFactory.parseMap(Map.of("sqlite.file", file.toString(), "sqlite.lock-timeout", "2s"));
    }

    @Override
    public Class<? extends FencedStoreProvider> provider() {
        return SqliteStoreProvider.class;
    }

    @Override
    public Config settings() {
        return settingsOf(file());
    }

    @Override
    public Config waitingMax(int writesMax, int readsMax) {
        return ConfigFactory.parseMap(
                Map.of("sqlite.writes-waiting-max", writesMax, "sqlite.reads-waiting-max", readsMax));
    }

    @Override
    public Duration operationEndsWithin() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration worksAgainWithin() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Capability<Fault> outage() {
        return Capability.of(() -> new StandingStillInATransaction(file()));
    }

    @Override
    public Capability<Fault> crash() {
        return Capability.none("SQLite has no process of its own; see the tests that kill the writer");
    }

    @Override
    public Capability<Fault> fullDisk() {
        return SmallDisk.impossible()
                .map(Capability::<Fault>none)
                .orElse(Capability.of(() -> new FullDisk(folder.resolve("small"))));
    }

    @Override
    public Capability<HeldOwner> heldOwner() {
        return Capability.none(ONE_TRANSACTION);
    }

    @Override
    public Capability<LateDelivery> lateDelivery() {
        return Capability.none(ONE_TRANSACTION);
    }

    @Override
    public Capability<Damage> damage() {
        return Capability.of(() -> new DamagedRows(file()));
    }

    @Override
    public void close() {}

    private Path file() {
        return folder.resolve("store.db");
    }
}
