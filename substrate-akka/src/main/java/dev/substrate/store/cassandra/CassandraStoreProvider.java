package dev.substrate.store.cassandra;

import com.typesafe.config.Config;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import io.micrometer.core.instrument.MeterRegistry;

/** Opens the Cassandra store. */
public final class CassandraStoreProvider implements FencedStoreProvider {

    /** Made by name, from the settings. */
    public CassandraStoreProvider() {}

    @Override
    public FencedStore open(Config substrate, MeterRegistry meters) {
        return CassandraStore.open(CassandraSettings.of(substrate), meters);
    }
}
