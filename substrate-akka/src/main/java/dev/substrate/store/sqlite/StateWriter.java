package dev.substrate.store.sqlite;

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
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement readChanges;
    private final PreparedStatement writeChanges;

    /** The number of the last change, as this transaction sees it; null if it has not looked. */
    private @Nullable Long lastChange;

    private boolean numbered;

    StateWriter(Connection connection, Fences fences) throws SQLException {
        this.fences = fences;
        insert = connection.prepareStatement("INSERT INTO state"
                + " (type,shard,version,epoch,change,tombstone,created,modified,headers,entity,entity_type,uri)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (entity_type, uri) DO NOTHING");
        update = connection.prepareStatement("UPDATE state SET"
                + " type=?,shard=?,version=?,epoch=?,change=?,tombstone=?,created=?,modified=?,headers=?,entity=?"
                + " WHERE entity_type=? AND uri=? AND version=?");
        readChanges = connection.prepareStatement("SELECT name,value FROM counter WHERE name='state-changes'");
        writeChanges = connection.prepareStatement("UPDATE counter SET value=? WHERE name='state-changes'");
    }

    void begin() {
        lastChange = null;
        numbered = false;
    }

    Boolean write(StateRow row) throws SQLException {
        fences.check(row.shardKey(), row.epoch());
        PreparedStatement statement = row.version() == 1 ? insert : update;
        statement.setString(1, row.type());
        statement.setInt(2, row.shard());
        statement.setLong(3, row.version());
        statement.setLong(4, row.epoch());
        long change = lastChange() + 1;
        statement.setLong(5, change);
        statement.setInt(6, row.tombstone() ? 1 : 0);
        statement.setString(7, row.created().toString());
        statement.setString(8, row.modified().toString());
        statement.setString(9, row.headers());
        statement.setString(10, row.entity());
        statement.setString(11, row.entityType());
        statement.setString(12, row.uri());
        if (row.version() > 1) {
            statement.setLong(13, row.version() - 1);
        }
        if (statement.executeUpdate() != 1) {
            throw new StoreException(
                    StoreException.Kind.VERSION_CONFLICT,
                    "Nothing was written: the stored version of '" + row.uri() + "' is not " + (row.version() - 1));
        }
        lastChange = change;
        numbered = true;
        return true;
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
