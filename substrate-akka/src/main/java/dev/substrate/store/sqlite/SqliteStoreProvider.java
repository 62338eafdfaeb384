package dev.substrate.store.sqlite;

import com.typesafe.config.Config;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import io.micrometer.core.instrument.MeterRegistry;

/** Opens the SQLite store. */
public final class SqliteStoreProvider implements FencedStoreProvider {

    /** Made by name, from the settings. */
    public SqliteStoreProvider() {}

    @Override
    public FencedStore open(Config substrate, MeterRegistry meters) {
        return SqliteStore.open(SqliteSettings.of(substrate), meters);
    }
}
