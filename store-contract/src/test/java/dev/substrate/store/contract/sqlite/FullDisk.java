package dev.substrate.store.contract.sqlite;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Fault;
import dev.substrate.store.contract.faults.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;

/** A file on a small disk. */
final class FullDisk implements Fault {

    private static final int SIZE_MIB = 16;

    private final SmallDisk disk;

    FullDisk(Path folder) throws IOException {
        disk = SmallDisk.mount(folder, SIZE_MIB);
    }

    @Override
    public Config settings() {
        return SqliteHarness.settingsOf(disk.folder().resolve("store.db"));
    }

    @Override
    public void begin() throws IOException {
        disk.fill();
    }

    @Override
    public void end() throws IOException {
        disk.free();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
