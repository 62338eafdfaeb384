package dev.substrate.store.sqlite;

import com.typesafe.config.Config;
import dev.substrate.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings under {@code substrate.sqlite}, which are explained in {@code reference.conf}.
 *
 * @param file where the store lies
 * @param writesWaitingMax how many operations may wait for the writer
 * @param readsWaitingMax how many operations may wait for the readers, and as many for the confirmer
 * @param batchWritesMax how many operations share a transaction
 * @param readers how many threads read
 * @param lockTimeout how long to wait for a lock that another process holds
 * @param unfenced whether epochs are raised, but neither checked nor confirmed: only to show what fences are for, and what
 *     they cost
 */
record SqliteSettings(
        Path file,
        int writesWaitingMax,
        int readsWaitingMax,
        int batchWritesMax,
        int readers,
        Duration lockTimeout,
        boolean unfenced) {

    /** Set by tests alone, and therefore not in {@code reference.conf}. */
    private static final String UNFENCED = "testing.unfenced";

    /** @throws StoreException if the file is not named: two nodes that guessed would not share a store */
    static SqliteSettings of(Config substrate) {
        Config sqlite = substrate.getConfig("sqlite");
        if (sqlite.getString("file").isBlank()) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "substrate.sqlite.file is not set: name the file that all nodes of the cluster share");
        }
        return new SqliteSettings(
                Path.of(sqlite.getString("file")).toAbsolutePath(),
                sqlite.getInt("writes-waiting-max"),
                sqlite.getInt("reads-waiting-max"),
                sqlite.getInt("batch-writes-max"),
                sqlite.getInt("readers"),
                sqlite.getDuration("lock-timeout"),
                substrate.hasPath(UNFENCED) && substrate.getBoolean(UNFENCED));
    }
}
