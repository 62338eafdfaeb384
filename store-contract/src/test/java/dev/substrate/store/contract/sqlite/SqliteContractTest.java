package dev.substrate.store.contract.sqlite;

import dev.substrate.store.contract.FencedStoreContract;
import dev.substrate.store.contract.StoreHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteContractTest extends FencedStoreContract {

    @TempDir
    static Path folder;

    @Override
    protected StoreHarness openHarness() {
        return new SqliteHarness(folder);
    }
}
