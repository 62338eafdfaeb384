package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.StoreException;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionPage.Damaged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads kept versions. All are settled, since a transaction that has written one has checked the epoch. Those whose time is
 * over are left out, also while they still lie there.
 */
final class VersionQueries {

    private static final String SELECT = "SELECT"
            + " entity_type,uri,type,shard,version,epoch,tombstone,created,modified,headers,entity,change"
            + " FROM state_version ";
    private static final int URI = 2;
    private static final int VERSION = 5;
    private static final int CHANGE = 12;

    private final Clock clock;
    private final PreparedStatement versions;
    private final PreparedStatement log;
    private final PreparedStatement lastChange;

    VersionQueries(Connection connection, Clock clock) throws SQLException {
        this.clock = clock;
        // A version has a higher number of its change than those before it, and the index is in that order.
        versions = connection.prepareStatement(SELECT
                + "INDEXED BY state_version_by_shard"
                + " WHERE entity_type=? AND shard=? AND uri=? AND version>=? AND kept_until>? ORDER BY change LIMIT ?");
        log = connection.prepareStatement(SELECT
                + "INDEXED BY state_version_by_shard"
                + " WHERE entity_type=? AND shard=? AND change>? AND kept_until>? ORDER BY change LIMIT ?");
        lastChange = connection.prepareStatement("SELECT name,value FROM counter WHERE name='state-changes'");
    }

    VersionPage versions(ShardKey shard, String uri, long fromVersion, int rowsMax) throws SQLException {
        versions.setString(1, shard.entityType());
        versions.setInt(2, shard.shard());
        versions.setString(3, uri);
        versions.setLong(4, fromVersion);
        versions.setLong(5, clock.millis());
        versions.setLong(6, rowsMax + 1L);
        Found found = read(versions, rowsMax);
        return found.page(Math.max(fromVersion, found.lastVersion + 1));
    }

    VersionPage log(ShardKey shard, long after, int rowsMax) throws SQLException {
        log.setString(1, shard.entityType());
        log.setInt(2, shard.shard());
        log.setLong(3, after);
        log.setLong(4, clock.millis());
        log.setLong(5, rowsMax + 1L);
        Found found = read(log, rowsMax);
        return found.page(Math.max(after, found.lastChange));
    }

    long lastChange() throws SQLException {
        try (ResultSet row = lastChange.executeQuery()) {
            return row.next() ? new Columns("counter", 1, row).number(2) : 0;
        }
    }

    private static Found read(PreparedStatement select, int rowsMax) throws SQLException {
        Found found = new Found();
        try (ResultSet rows = select.executeQuery()) {
            Columns columns = new Columns("state_version", 2, rows);
            while (rows.next()) {
                if (found.size() == rowsMax) {
                    found.more = true;
                    return found;
                }
                found.add(columns, rows.getString(URI));
            }
        }
        return found;
    }

    /** What a page is made of. */
    private static final class Found {

        private final List<Change> versions = new ArrayList<>();
        private final List<Damaged> damaged = new ArrayList<>();
        private long lastChange;
        private long lastVersion;
        private boolean more;

        int size() {
            return versions.size() + damaged.size();
        }

        void add(Columns columns, String uri) throws SQLException {
            lastChange = columns.number(CHANGE);
            long version = 0;
            try {
                version = columns.number(VERSION);
                versions.add(new Change(lastChange, StateQueries.row(columns)));
            } catch (StoreException e) {
                damaged.add(new Damaged(lastChange, uri, version));
            }
            lastVersion = Math.max(lastVersion, version);
        }

        VersionPage page(long next) {
            return new VersionPage(versions, damaged, next, more, true);
        }
    }
}
