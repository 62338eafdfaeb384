package dev.substrate.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.KeptVersion;
import dev.substrate.store.StateRow;
import dev.substrate.store.contract.Capability;
import dev.substrate.store.contract.Damage;
import dev.substrate.store.contract.Fault;
import dev.substrate.store.contract.FencedStoreContract;
import dev.substrate.store.contract.HeldOwner;
import dev.substrate.store.contract.LateDelivery;
import dev.substrate.store.contract.StoreHarness;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.io.TempDir;

/** What the page for authors of stores shows: the beginning of a store, not a whole one. */
final class StoreAuthor {

    private StoreAuthor() {}

    private interface InTransaction<T> {
        T run(Connection connection) throws SQLException;
    }

    abstract static class NotebookStore implements FencedStore {

        private final ExecutorService writer;
        private final Connection connection;

        NotebookStore(ExecutorService writer, Connection connection) {
            this.writer = writer;
            this.connection = connection;
        }

        // region write
        @Override
        public CompletionStage<Void> write(StateRow row, KeptVersion kept) {
            return transaction(connection -> {
                long current = epochForUpdate(connection, row.shardKey());
                if (row.epoch() < 1 || row.epoch() != current) {
                    throw new FenceLostException(row.shardKey(), row.epoch(), current);
                }
                upsert(connection, row);
                if (kept.isKept()) {
                    keepVersion(connection, row.withHeaders(kept.headers()), kept.keptFor());
                }
                return null;
            });
        }
        // endregion

        /** A real one has a bounded queue, lets many operations share a transaction, and fails with StoreExceptions. */
        private <T> CompletionStage<T> transaction(InTransaction<T> operation) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            T result = operation.run(connection);
                            connection.commit();
                            return result;
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    writer);
        }

        private static long epochForUpdate(Connection connection, ShardKey shard) throws SQLException {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT epoch FROM shard_epoch WHERE entity_type=? AND shard=? FOR UPDATE")) {
                select.setString(1, shard.entityType());
                select.setInt(2, shard.shard());
                try (ResultSet epoch = select.executeQuery()) {
                    return epoch.next() ? epoch.getLong(1) : 0;
                }
            }
        }

        abstract void upsert(Connection connection, StateRow row) throws SQLException;

        abstract void keepVersion(Connection connection, StateRow row, Duration keptFor) throws SQLException;
    }

    // region provider
    public static final class NotebookStoreProvider implements FencedStoreProvider {

        @Override
        public FencedStore open(Config substrate, MeterRegistry meters) {
            Config own = substrate.getConfig("notebook");
            return open(Path.of(own.getString("file")), own.getInt("writes-waiting-max"));
        }
        // endregion

        private static FencedStore open(Path file, int writesWaitingMax) {
            throw new UnsupportedOperationException(file + ", at most " + writesWaitingMax + " writes wait");
        }
    }

    // region test
    static class NotebookStoreTest extends FencedStoreContract {

        @TempDir
        static Path folder;

        @Override
        protected StoreHarness openHarness() {
            return new NotebookHarness(folder.resolve("notebook.db"));
        }
    }
    // endregion

    // region harness
    record NotebookHarness(Path file) implements StoreHarness {

        @Override
        public Class<? extends FencedStoreProvider> provider() {
            return NotebookStoreProvider.class;
        }

        @Override
        public Config settings() {
            return ConfigFactory.parseMap(Map.of("notebook.file", file.toString()));
        }

        @Override
        public Config waitingMax(int writesMax, int readsMax) {
            return ConfigFactory.parseMap(
                    Map.of("notebook.writes-waiting-max", writesMax, "notebook.reads-waiting-max", readsMax));
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
            return Capability.none("Nobody has written it yet");
        }

        @Override
        public Capability<Fault> crash() {
            return Capability.none("The engine runs in the process of its user");
        }

        @Override
        public Capability<Fault> fullDisk() {
            return Capability.none("Nobody has written it yet");
        }

        @Override
        public Capability<HeldOwner> heldOwner() {
            return Capability.none("The epoch is checked in the transaction that writes");
        }

        @Override
        public Capability<LateDelivery> lateDelivery() {
            return Capability.none("The epoch is checked in the transaction that writes");
        }

        @Override
        public Capability<Damage> damage() {
            return Capability.none("Nobody has written it yet");
        }

        @Override
        public void close() {}
    }
    // endregion
}
