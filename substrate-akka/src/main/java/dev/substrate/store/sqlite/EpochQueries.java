package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the epochs of shards.
 *
 * <p>Triggers count every change of an epoch, in the transaction that makes it, whoever makes it. As long as their number
 * is the same, what was read of epochs before still holds: one row is read instead of one for each shard. Measured
 * with 33 shards, that is 9 µs instead of 72 for the rows in one transaction and 38 for all shards of the type at once.
 */
final class EpochQueries {

    private static final long NOT_COUNTED = -1;

    /** What was read of a shard: its epoch, or why it cannot be read. */
    private record Found(long epoch, @Nullable StoreException damage) {}

    private final ReadView view;
    private final PreparedStatement changes;
    private final PreparedStatement read;
    private final Map<ShardKey, Found> found = new HashMap<>();
    private long changesThen = NOT_COUNTED;

    EpochQueries(Connection connection) throws SQLException {
        view = new ReadView(connection);
        changes = connection.prepareStatement("SELECT name,value FROM counter WHERE name='epoch-changes'");
        read = connection.prepareStatement(Fences.READ);
    }

    /** Sees to it that {@link #epoch} tells the epochs of these shards as they are at some moment after this call. */
    void look(Collection<ShardKey> shards) throws SQLException {
        long changesNow = changes();
        if (changesNow != NOT_COUNTED
                && changesNow == changesThen
                && found.keySet().containsAll(shards)) {
            return;
        }
        changesThen = view.read(() -> lookAgain(shards));
    }

    private long lookAgain(Collection<ShardKey> shards) throws SQLException {
        long changesNow = changes();
        if (changesNow != changesThen || changesNow == NOT_COUNTED) {
            found.clear();
        }
        for (ShardKey shard : shards) {
            if (!found.containsKey(shard)) {
                found.put(shard, find(shard));
            }
        }
        return changesNow;
    }

    /**
     * Returns the epoch of a shard that was looked at; 0 if it has none.
     *
     * @throws StoreException if it cannot be read
     */
    long epoch(ShardKey shard) {
        Found looked = found.get(shard);
        if (looked == null) {
            return 0;
        }
        if (looked.damage() != null) {
            throw looked.damage();
        }
        return looked.epoch();
    }

    private Found find(ShardKey shard) throws SQLException {
        try {
            return new Found(Fences.epoch(read, shard), null);
        } catch (StoreException e) {
            return new Found(0, e);
        }
    }

    /** A counter that is missing or damaged tells nothing, so that every epoch is read. */
    private long changes() throws SQLException {
        try (ResultSet row = changes.executeQuery()) {
            return row.next() ? new Columns("counter", 1, row).number(2) : NOT_COUNTED;
        } catch (StoreException e) {
            return NOT_COUNTED;
        }
    }
}
