package dev.substrate.store;

import com.typesafe.config.Config;
import dev.substrate.store.sqlite.SqliteStoreProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens SQLite's store with faults of the test in it. */
public final class FaultyStoreProvider implements FencedStoreProvider {

    private static final Map<String, Faults> BY_TEST_NODE = new ConcurrentHashMap<>();

    static Faults faultsOf(String testNode) {
        return BY_TEST_NODE.computeIfAbsent(testNode, name -> new Faults());
    }

    @Override
    public FencedStore open(Config substrate, MeterRegistry meters) {
        return faultsOf(substrate.getString("test-node")).around(new SqliteStoreProvider().open(substrate, meters));
    }
}
