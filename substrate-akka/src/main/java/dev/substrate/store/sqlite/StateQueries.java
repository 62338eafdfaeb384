package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.ShardPage;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import dev.substrate.store.StoreException;
import dev.substrate.store.VersionPage.Damaged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads states. A row that cannot be read fails the page of a scan that it is part of, and is named: a page without it would
 * say that the entity does not exist.
 */
final class StateQueries {

    private static final String SELECT = "SELECT"
            + " entity_type,uri,type,shard,version,epoch,tombstone,created,modified,headers,entity,change FROM state ";
    private static final int URI = 2;
    private static final int VERSION = 5;
    private static final int ENTITY = 11;
    private static final int CHANGE = 12;

    static final String PURGED = "SELECT entity_type,shard,version FROM purged WHERE entity_type=? AND shard=?";

    private final PreparedStatement read;
    private final PreparedStatement purged;
    private final PreparedStatement firstPage;
    private final PreparedStatement nextPage;
    private final PreparedStatement changes;

    StateQueries(Connection connection) throws SQLException {
        purged = connection.prepareStatement(PURGED);
        read = connection.prepareStatement(SELECT + "WHERE entity_type=? AND uri=?");
        firstPage = connection.prepareStatement(page(">="));
        nextPage = connection.prepareStatement(page(">"));
        changes = connection.prepareStatement(
                SELECT + "WHERE entity_type=? AND shard=? AND change>? ORDER BY change LIMIT ?");
    }

    /** Selects also what is neither a tombstone nor not one, so that it is found out. */
    private static String page(String after) {
        return SELECT + "WHERE entity_type=? AND type=? AND uri" + after + "? AND tombstone IS NOT 1 ORDER BY uri";
    }

    Optional<StateRow> read(String entityType, String uri) throws SQLException {
        read.setString(1, entityType);
        read.setString(2, uri);
        try (ResultSet rows = read.executeQuery()) {
            return rows.next() ? Optional.of(row(columns(rows))) : Optional.empty();
        }
    }

    long purgedVersion(ShardKey shard) throws SQLException {
        return purgedVersion(purged, shard);
    }

    static long purgedVersion(PreparedStatement select, ShardKey shard) throws SQLException {
        select.setString(1, shard.entityType());
        select.setInt(2, shard.shard());
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? new Columns("purged", 2, rows).number(3) : 0;
        }
    }

    StatePage scan(StateScan scan) throws SQLException {
        PreparedStatement page = scan.afterUri() == null ? firstPage : nextPage;
        page.setString(1, scan.entityType());
        page.setString(2, scan.type());
        page.setString(3, scan.afterUri() == null ? scan.uriPrefix() : scan.afterUri());
        List<StateRow> found = new ArrayList<>();
        long bytes = 0;
        try (ResultSet rows = page.executeQuery()) {
            Columns columns = columns(rows);
            while (rows.next()) {
                // URIs come in order, so the first one without the prefix ends the scan.
                if (!columns.text(URI).startsWith(scan.uriPrefix())) {
                    return new StatePage(found, false);
                }
                if (found.size() == scan.rowsMax()) {
                    return new StatePage(found, true);
                }
                StateRow row = row(columns);
                bytes += row.entity() == null ? 0 : row.entity().length();
                if (bytes > scan.bytesMax() && !found.isEmpty()) {
                    return new StatePage(found, true);
                }
                found.add(row);
            }
        }
        return new StatePage(found, false);
    }

    ChangePage changes(ShardKey shard, long after, int rowsMax) throws SQLException {
        changes.setString(1, shard.entityType());
        changes.setInt(2, shard.shard());
        changes.setLong(3, after);
        changes.setLong(4, rowsMax + 1L);
        List<ChangePage.Change> found = new ArrayList<>();
        List<Damaged> damaged = new ArrayList<>();
        boolean more = false;
        long next = after;
        try (ResultSet rows = changes.executeQuery()) {
            Columns columns = columns(rows);
            while (rows.next() && !more) {
                if (found.size() + damaged.size() == rowsMax) {
                    more = true;
                } else {
                    next = columns.number(CHANGE);
                    try {
                        found.add(new ChangePage.Change(next, row(columns)));
                    } catch (StoreException e) {
                        damaged.add(new Damaged(next, rows.getString(URI), rows.getLong(VERSION)));
                    }
                }
            }
        }
        // One statement sees one state of the file, so nothing is ahead; and a transaction that has written has checked
        // the epoch.
        return new ChangePage(found, List.of(), damaged, next, more, true);
    }

    /** In the order of changes: what is written meanwhile moves to the end, and is met again there. */
    ShardPage rows(ShardKey shard, long after, int rowsMax) throws SQLException {
        changes.setString(1, shard.entityType());
        changes.setInt(2, shard.shard());
        changes.setLong(3, after);
        changes.setLong(4, rowsMax);
        List<StateRow> found = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        long next = after;
        try (ResultSet rows = changes.executeQuery()) {
            Columns columns = columns(rows);
            while (rows.next()) {
                next = columns.number(CHANGE);
                try {
                    found.add(row(columns));
                } catch (StoreException e) {
                    damaged.add(rows.getString(URI));
                }
            }
        }
        boolean more = found.size() + damaged.size() == rowsMax;
        return new ShardPage(found, damaged, more ? Long.toString(next) : null);
    }

    private static Columns columns(ResultSet rows) {
        return new Columns("state", 2, rows);
    }

    /** Makes a row of columns in the order of the state's table, without its change. */
    static StateRow row(Columns row) throws SQLException {
        boolean tombstone = row.flag(7);
        @Nullable String entity = row.textOrNull(ENTITY);
        if (entity == null && !tombstone) {
            throw row.damaged(ENTITY, "text");
        }
        return new StateRow(
                row.text(1),
                row.text(URI),
                row.text(3),
                row.shard(4),
                row.number(5),
                row.number(6),
                tombstone,
                row.time(8),
                row.time(9),
                row.text(10),
                entity);
    }
}
