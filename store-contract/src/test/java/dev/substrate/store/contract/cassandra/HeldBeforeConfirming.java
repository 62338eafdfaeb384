package dev.substrate.store.contract.cassandra;

import com.typesafe.config.ConfigFactory;
import dev.substrate.store.FencedStore;
import dev.substrate.store.cassandra.CassandraStoreProvider;
import dev.substrate.store.contract.HeldOwner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An owner whose looks at the epoch are held up on their way to Cassandra. */
final class HeldBeforeConfirming implements HeldOwner {

    private final HoldingProxy proxy;
    private final FencedStore store;

    HeldBeforeConfirming(Server server) throws IOException {
        proxy = new HoldingProxy(server.contactPoint(), "SELECT last_attempt");
        store = new CassandraStoreProvider()
                .open(
                        ConfigFactory.parseString("cassandra.driver.advanced.protocol.version = V4")
                                .withFallback(CassandraHarness.settingsOf(proxy.contactPoint()))
                                .withFallback(ConfigFactory.load().getConfig("substrate")),
                        new SimpleMeterRegistry());
    }

    @Override
    public FencedStore store() {
        return store;
    }

    @Override
    public void hold() {
        proxy.hold();
    }

    @Override
    public void letGo() {
        try {
            proxy.letGo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        store.close();
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
