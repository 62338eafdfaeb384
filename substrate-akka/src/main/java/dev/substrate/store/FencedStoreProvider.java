package dev.substrate.store;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Opens a store. An implementation has a public constructor without parameters and is named in
 * {@code substrate.store-providers}.
 */
public interface FencedStoreProvider {

    /**
     * Opens the store, creating it where it does not exist.
     *
     * @param substrate the settings under {@code substrate}
     * @param meters where the store counts
     * @throws StoreException if the store cannot be opened
     */
    FencedStore open(Config substrate, MeterRegistry meters);
}
