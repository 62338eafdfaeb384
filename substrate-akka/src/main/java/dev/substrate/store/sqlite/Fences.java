package dev.substrate.store.sqlite;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The epochs as the writer's present transaction sees them: raises them, and refuses who does not hold one. */
final class Fences {

    /** Selects the epoch of a shard, after its key. */
    static final String READ = "SELECT entity_type,shard,epoch FROM shard_epoch WHERE entity_type=? AND shard=?";

    private final boolean unfenced;
    private final PreparedStatement read;
    private final PreparedStatement raise;

    /** The epochs that this transaction has read or raised; nobody else can change them while it lasts. */
    private final Map<ShardKey, Long> epochs = new HashMap<>();

    Fences(Connection connection, SqliteSettings settings) throws SQLException {
        unfenced = settings.unfenced();
        read = connection.prepareStatement(READ);
        raise = connection.prepareStatement("INSERT INTO shard_epoch VALUES (?,?,1,?,?)"
                + " ON CONFLICT (entity_type, shard) DO UPDATE SET"
                + " epoch=epoch+1, owner=excluded.owner, raised=excluded.raised RETURNING epoch");
    }

    void begin() {
        epochs.clear();
    }

    Long raise(ShardKey shard, String owner) throws SQLException {
        // Fails for an epoch that is damaged; SQLite would count on from 0, and revive old ones.
        epoch(shard);
        raise.setString(1, shard.entityType());
        raise.setInt(2, shard.shard());
        raise.setString(3, owner);
        raise.setString(4, Instant.now().toString());
        long epoch;
        try (ResultSet raised = raise.executeQuery()) {
            epoch = raised.getLong(1);
        }
        epochs.put(shard, epoch);
        return epoch;
    }

    /** @throws FenceLostException if the shard is not held under the epoch */
    void check(ShardKey shard, long epoch) throws SQLException {
        if (unfenced) {
            return;
        }
        long current = epoch(shard);
        // Epochs start at 1: a shard that nobody ever took can be written by nobody.
        if (epoch < 1 || current != epoch) {
            throw new FenceLostException(shard, epoch, current);
        }
    }

    private long epoch(ShardKey shard) throws SQLException {
        Long epoch = epochs.get(shard);
        if (epoch == null) {
            epoch = epoch(read, shard);
            epochs.put(shard, epoch);
        }
        return epoch;
    }

    /** Reads the epoch of a shard with a statement prepared from {@link #READ}; 0 if it has none. */
    static long epoch(PreparedStatement read, ShardKey shard) throws SQLException {
        read.setString(1, shard.entityType());
        read.setInt(2, shard.shard());
        try (ResultSet row = read.executeQuery()) {
            return row.next() ? new Columns("shard_epoch", 2, row).number(3) : 0;
        }
    }
}
