package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.KeptVersion;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes states inside the writer's transactions, and numbers their changes.
 *
 * <p>The numbers come from a row of {@code counter}, which is read at the first write of a transaction and written at its
 * end: once, however many writes there are. Other processes wait for the end of the transaction before they read it.
 */
final class StateWriter {

    private final Fences fences;
    private final VersionWriter versions;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement jump;
    private final PreparedStatement delete;
    private final PreparedStatement raisePurged;
    private final PreparedStatement readPurged;
    private final PreparedStatement readChanges;
    private final PreparedStatement writeChanges;

    /** The number of the last change, as this transaction sees it; null if it has not looked. */
    private @Nullable Long lastChange;

    private boolean numbered;

    StateWriter(Connection connection, Fences fences, VersionWriter versions) throws SQLException {
        this.fences = fences;
        this.versions = versions;
        insert = connection.prepareStatement("INSERT INTO state"
                + " (type,shard,version,epoch,change,tombstone,created,modified,headers,entity,entity_type,uri)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (entity_type, uri) DO NOTHING");
        String change = "UPDATE state SET"
                + " type=?,shard=?,version=?,epoch=?,change=?,tombstone=?,created=?,modified=?,headers=?,entity=?"
                + " WHERE entity_type=? AND uri=? AND version";
        update = connection.prepareStatement(change + "=?");
        jump = connection.prepareStatement(change + "<=?");
        delete = connection.prepareStatement(
                "DELETE FROM state WHERE entity_type=? AND uri=? AND version=? AND tombstone=1");
        raisePurged = connection.prepareStatement("INSERT INTO purged (entity_type,shard,version) VALUES (?,?,?)"
                + " ON CONFLICT (entity_type, shard) DO UPDATE SET version=max(version, excluded.version)");
        readPurged = connection.prepareStatement(StateQueries.PURGED);
        readChanges = connection.prepareStatement("SELECT name,value FROM counter WHERE name='state-changes'");
        writeChanges = connection.prepareStatement("UPDATE counter SET value=? WHERE name='state-changes'");
    }

    void begin() {
        lastChange = null;
        numbered = false;
    }

    Boolean write(StateRow row, KeptVersion kept) throws SQLException {
        fences.check(row.shardKey(), row.epoch());
        long change = lastChange() + 1;
        boolean written = row.version() > 1 && execute(update, row, change);
        if (!written && (row.version() == 1 || row.version() <= purgedVersion(row.shardKey()) + 1)) {
            written = execute(insert, row, change);
        }
        if (!written) {
            throw conflict(row.uri(), row.version() - 1);
        }
        return written(row, change, kept);
    }

    /** Writes a version that came from elsewhere, see {@link dev.substrate.store.StateStore#restore}. */
    Boolean restore(StateRow row, KeptVersion kept) throws SQLException {
        fences.check(row.shardKey(), row.epoch());
        long change = lastChange() + 1;
        boolean written = execute(jump, row, change)
                || (row.version() > purgedVersion(row.shardKey()) && execute(insert, row, change));
        if (!written) {
            throw new StoreException(
                    StoreException.Kind.VERSION_CONFLICT,
                    "Nothing was written: version " + row.version() + " of '" + row.uri()
                            + "' is not above what is stored, or was purged");
        }
        return written(row, change, kept);
    }

    private boolean written(StateRow row, long change, KeptVersion kept) throws SQLException {
        if (kept.isKept()) {
            versions.keep(row, change, kept);
        }
        lastChange = change;
        numbered = true;
        return true;
    }

    /** Forgets a tombstone, and keeps its version for the next one of that name. */
    Boolean purge(ShardKey shard, long epoch, String uri, long version) throws SQLException {
        fences.check(shard, epoch);
        delete.setString(1, shard.entityType());
        delete.setString(2, uri);
        delete.setLong(3, version);
        if (delete.executeUpdate() != 1) {
            throw conflict(uri, version);
        }
        return raisePurged(shard, version);
    }

    /** Keeps a version of names that were purged elsewhere, see {@link dev.substrate.store.StateStore#raisePurged}. */
    Boolean raisePurged(ShardKey shard, long epoch, long version) throws SQLException {
        fences.check(shard, epoch);
        return raisePurged(shard, version);
    }

    private boolean raisePurged(ShardKey shard, long version) throws SQLException {
        raisePurged.setString(1, shard.entityType());
        raisePurged.setInt(2, shard.shard());
        raisePurged.setLong(3, version);
        raisePurged.executeUpdate();
        return true;
    }

    private long purgedVersion(ShardKey shard) throws SQLException {
        return StateQueries.purgedVersion(readPurged, shard);
    }

    private boolean execute(PreparedStatement statement, StateRow row, long change) throws SQLException {
        statement.setString(1, row.type());
        statement.setInt(2, row.shard());
        statement.setLong(3, row.version());
        statement.setLong(4, row.epoch());
        statement.setLong(5, change);
        statement.setInt(6, row.tombstone() ? 1 : 0);
        statement.setString(7, row.created().toString());
        statement.setString(8, row.modified().toString());
        statement.setString(9, row.headers());
        statement.setString(10, row.entity());
        statement.setString(11, row.entityType());
        statement.setString(12, row.uri());
        if (statement != insert) {
            statement.setLong(13, row.version() - 1);
        }
        return statement.executeUpdate() == 1;
    }

    private static StoreException conflict(String uri, long version) {
        return new StoreException(
                StoreException.Kind.VERSION_CONFLICT,
                "Nothing was written: the stored version of '" + uri + "' is not " + version);
    }

    /** Keeps the numbers that were given out; to be called before the commit. */
    void end() throws SQLException {
        if (numbered) {
            writeChanges.setLong(1, lastChange());
            writeChanges.executeUpdate();
        }
    }

    private long lastChange() throws SQLException {
        if (lastChange == null) {
            try (ResultSet row = readChanges.executeQuery()) {
                if (!row.next()) {
                    throw Columns.damaged("counter", "name 'state-changes'", "it is missing");
                }
                lastChange = new Columns("counter", 1, row).number(2);
            }
        }
        return lastChange;
    }
}
