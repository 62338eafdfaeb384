package dev.substrate.store.sqlite;

import dev.substrate.store.KeptVersion;
import dev.substrate.store.StateRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps versions inside the writer's transactions, and removes those whose time is over: a few with each transaction, some
 * more than it has written, so that what is kept does not grow.
 */
final class VersionWriter {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final int TRIMMED_ROWS_MIN = 16;

    private final Clock clock;
    private final PreparedStatement insert;
    private final PreparedStatement end;
    private final PreparedStatement delete;

    /** How many versions this transaction keeps. */
    private int rows;

    /** The change up to which this pass over the table has looked; kept from transaction to transaction. */
    private long looked;

    private Instant restUntil = Instant.MIN;

    VersionWriter(Connection connection, Clock clock) throws SQLException {
        this.clock = clock;
        insert = connection.prepareStatement("INSERT INTO state_version"
                + " (change,kept_until,entity_type,uri,type,shard,version,epoch,tombstone,created,modified,headers,entity)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
        end = connection.prepareStatement("SELECT max(change) FROM"
                + " (SELECT change FROM state_version WHERE change>? ORDER BY change LIMIT ?)");
        delete =
                connection.prepareStatement("DELETE FROM state_version WHERE change>? AND change<=? AND kept_until<=?");
    }

    void begin() {
        rows = 0;
    }

    void keep(StateRow row, long change, KeptVersion kept) throws SQLException {
        insert.setLong(1, change);
        insert.setLong(2, clock.instant().plus(kept.keptFor()).toEpochMilli());
        insert.setString(3, row.entityType());
        insert.setString(4, row.uri());
        insert.setString(5, row.type());
        insert.setInt(6, row.shard());
        insert.setLong(7, row.version());
        insert.setLong(8, row.epoch());
        insert.setInt(9, row.tombstone() ? 1 : 0);
        insert.setString(10, row.created().toString());
        insert.setString(11, row.modified().toString());
        insert.setString(12, kept.headers());
        insert.setString(13, row.entity());
        insert.executeUpdate();
        rows++;
    }

    /** Removes some of what need not be kept any more; to be called before the commit. */
    void trim() throws SQLException {
        Instant now = clock.instant();
        if (now.isBefore(restUntil)) {
            return;
        }
        int looksMax = Math.max(TRIMMED_ROWS_MIN, 2 * rows);
        long last = endOfLook(looksMax);
        delete.setLong(1, looked);
        delete.setLong(2, last);
        delete.setLong(3, now.toEpochMilli());
        int gone = delete.executeUpdate();
        looked = last;
        if (gone == 0) {
            // Behind it lies what is newer. A row that is kept for longer than others may lie in front of what is over
            // by now.
            looked = 0;
            restUntil = now.plus(REST);
        }
    }

    /** Returns the change up to which to look; the one that was looked at before if there is nothing behind it. */
    private long endOfLook(int looksMax) throws SQLException {
        end.setLong(1, looked);
        end.setLong(2, looksMax);
        try (ResultSet row = end.executeQuery()) {
            long last = row.getLong(1);
            return row.wasNull() ? looked : last;
        }
    }
}
