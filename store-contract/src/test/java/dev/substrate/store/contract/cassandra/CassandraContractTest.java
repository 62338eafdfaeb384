package dev.substrate.store.contract.cassandra;

import dev.substrate.store.contract.FencedStoreContract;
import dev.substrate.store.contract.StoreHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
class CassandraContractTest extends FencedStoreContract {

    @TempDir
    static Path folder;

    @Override
    protected StoreHarness openHarness() {
        return new CassandraHarness(folder);
    }
}
