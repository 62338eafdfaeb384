package dev.substrate.store.sqlite;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The writer's connection with its statements, and what it may do inside a transaction. For one thread. */
final class WriterSession implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final PreparedStatement readEpoch;
    private final PreparedStatement raiseEpoch;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement agree;
    private final PreparedStatement readAgreed;
    private final PreparedStatement probe;
    private final PreparedStatement readProbe;

    /** The epochs that this transaction has read or raised; nobody else can change them while it lasts. */
    private final Map<ShardKey, Long> epochs = new HashMap<>();

    WriterSession(SqliteSettings settings) throws SQLException {
        connection = SqliteSchema.connect(settings);
        try {
            SqliteSchema.prepare(connection, settings);
            begin = connection.prepareStatement("BEGIN IMMEDIATE");
            commit = connection.prepareStatement("COMMIT");
            rollback = connection.prepareStatement("ROLLBACK");
            readEpoch = connection.prepareStatement("SELECT epoch FROM shard_epoch WHERE entity_type=? AND shard=?");
            raiseEpoch = connection.prepareStatement("INSERT INTO shard_epoch VALUES (?,?,1,?,?)"
                    + " ON CONFLICT (entity_type, shard) DO UPDATE SET"
                    + " epoch=epoch+1, owner=excluded.owner, raised=excluded.raised RETURNING epoch");
            insert = connection.prepareStatement("INSERT INTO state"
                    + " (type,shard,version,epoch,tombstone,created,modified,headers,entity,entity_type,uri)"
                    + " VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
            update = connection.prepareStatement("UPDATE state SET"
                    + " type=?,shard=?,version=?,epoch=?,tombstone=?,created=?,modified=?,headers=?,entity=?"
                    + " WHERE entity_type=? AND uri=? AND version=?");
            agree = connection.prepareStatement("INSERT INTO agreed VALUES (?,?) ON CONFLICT DO NOTHING");
            readAgreed = connection.prepareStatement("SELECT value FROM agreed WHERE name=?");
            probe = connection.prepareStatement(
                    "INSERT INTO probe VALUES (?,1) ON CONFLICT (who) DO UPDATE SET count=count+1");
            readProbe = connection.prepareStatement("SELECT count FROM probe WHERE who=?");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    void begin() throws SQLException {
        epochs.clear();
        begin.execute();
    }

    void commit() throws SQLException {
        commit.execute();
    }

    void rollback() throws SQLException {
        rollback.execute();
    }

    Long raiseEpoch(ShardKey shard, String owner) throws SQLException {
        raiseEpoch.setString(1, shard.entityType());
        raiseEpoch.setInt(2, shard.shard());
        raiseEpoch.setString(3, owner);
        raiseEpoch.setString(4, Instant.now().toString());
        long epoch;
        try (ResultSet raised = raiseEpoch.executeQuery()) {
            epoch = raised.getLong(1);
        }
        epochs.put(shard, epoch);
        return epoch;
    }

    Boolean write(StateRow row) throws SQLException {
        ShardKey shard = new ShardKey(row.entityType(), row.shard());
        Long current = epochs.get(shard);
        if (current == null) {
            current = epoch(readEpoch, shard);
            epochs.put(shard, current);
        }
        // Epochs start at 1: a shard that nobody ever took can be written by nobody.
        if (row.epoch() < 1 || current != row.epoch()) {
            throw new FenceLostException(shard, row.epoch(), current);
        }
        PreparedStatement statement = row.version() == 1 ? insert : update;
        statement.setString(1, row.type());
        statement.setInt(2, row.shard());
        statement.setLong(3, row.version());
        statement.setLong(4, row.epoch());
        statement.setInt(5, row.tombstone() ? 1 : 0);
        statement.setString(6, row.created().toString());
        statement.setString(7, row.modified().toString());
        statement.setString(8, row.headers());
        statement.setString(9, row.entity());
        statement.setString(10, row.entityType());
        statement.setString(11, row.uri());
        if (row.version() > 1) {
            statement.setLong(12, row.version() - 1);
        }
        if (statement.executeUpdate() != 1) {
            throw new StoreException(
                    StoreException.Kind.VERSION_CONFLICT,
                    "Nothing was written: the stored version of '" + row.uri() + "' is not " + (row.version() - 1));
        }
        return true;
    }

    String agree(String name, String value) throws SQLException {
        agree.setString(1, name);
        agree.setString(2, value);
        agree.executeUpdate();
        readAgreed.setString(1, name);
        try (ResultSet agreed = readAgreed.executeQuery()) {
            return agreed.getString(1);
        }
    }

    Boolean probe(String who) throws SQLException {
        probe.setString(1, who);
        probe.executeUpdate();
        readProbe.setString(1, who);
        try (ResultSet count = readProbe.executeQuery()) {
            return count.getLong(1) > 0;
        }
    }

    /** Reads the epoch of a shard with a statement that selects it by entity type and number; 0 if it has none. */
    static long epoch(PreparedStatement readEpoch, ShardKey shard) throws SQLException {
        readEpoch.setString(1, shard.entityType());
        readEpoch.setInt(2, shard.shard());
        try (ResultSet epoch = readEpoch.executeQuery()) {
            return epoch.next() ? epoch.getLong(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
