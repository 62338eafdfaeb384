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

    /** One stretch of the index: the rows of a shard lie in the order of their changes there. */
    private static final String SELECT = "SELECT"
            + " entity_type,uri,type,shard,version,epoch,tombstone,created,modified,headers,entity,change"
            + " FROM state_version INDEXED BY state_version_by_stretch"
            + " WHERE entity_type=? AND " + SqliteSchema.STRETCH + "=? AND shard=? AND kept_until>?";

    private static final int URI = 2;
    private static final int VERSION = 5;
    private static final int CHANGE = 12;

    private final Clock clock;
    private final PreparedStatement versions;
    private final PreparedStatement log;
    private final PreparedStatement firstChange;
    private final PreparedStatement lastChange;

    VersionQueries(Connection connection, Clock clock) throws SQLException {
        this.clock = clock;
        versions = connection.prepareStatement(SELECT + " AND uri=? AND version>=? ORDER BY change LIMIT ?");
        log = connection.prepareStatement(SELECT + " AND change>? ORDER BY change LIMIT ?");
        firstChange = connection.prepareStatement("SELECT min(change) FROM state_version");
        lastChange = connection.prepareStatement("SELECT name,value FROM counter WHERE name='state-changes'");
    }

    VersionPage versions(ShardKey shard, String uri, long fromVersion, int rowsMax) throws SQLException {
        Found found = new Found(rowsMax);
        // A version has a higher number of its change than those before it.
        long last = lastStretch();
        for (long stretch = firstStretch(0); stretch <= last && !found.more; stretch++) {
            int next = begin(versions, shard, stretch);
            versions.setString(next, uri);
            versions.setLong(next + 1, fromVersion);
            versions.setLong(next + 2, found.roomAndOne());
            found.addAll(versions);
        }
        return found.page(Math.max(fromVersion, found.lastVersion + 1));
    }

    VersionPage log(ShardKey shard, long after, int rowsMax) throws SQLException {
        Found found = new Found(rowsMax);
        long last = lastStretch();
        for (long stretch = firstStretch(after); stretch <= last && !found.more; stretch++) {
            int next = begin(log, shard, stretch);
            log.setLong(next, after);
            log.setLong(next + 1, found.roomAndOne());
            found.addAll(log);
        }
        return found.page(Math.max(after, found.lastChange));
    }

    private int begin(PreparedStatement select, ShardKey shard, long stretch) throws SQLException {
        select.setString(1, shard.entityType());
        select.setLong(2, stretch);
        select.setInt(3, shard.shard());
        select.setLong(4, clock.millis());
        return 5;
    }

    /** Returns the stretch in which the first row behind a change may lie. */
    private long firstStretch(long after) throws SQLException {
        try (ResultSet row = firstChange.executeQuery()) {
            long first = row.getLong(1);
            return (row.wasNull() ? lastChange() + 1 : Math.max(first, after + 1)) / SqliteSchema.CHANGES_PER_STRETCH;
        }
    }

    private long lastStretch() throws SQLException {
        return lastChange() / SqliteSchema.CHANGES_PER_STRETCH;
    }

    long lastChange() throws SQLException {
        try (ResultSet row = lastChange.executeQuery()) {
            return row.next() ? new Columns("counter", 1, row).number(2) : 0;
        }
    }

    /** What a page is made of. */
    private static final class Found {

        private final List<Change> versions = new ArrayList<>();
        private final List<Damaged> damaged = new ArrayList<>();
        private long lastChange;
        private long lastVersion;
        private boolean more;
        private final int rowsMax;

        Found(int rowsMax) {
            this.rowsMax = rowsMax;
        }

        /** Returns how many rows to ask for: one more than there is room for tells that there are more. */
        long roomAndOne() {
            return rowsMax - size() + 1L;
        }

        void addAll(PreparedStatement select) throws SQLException {
            try (ResultSet rows = select.executeQuery()) {
                Columns columns = new Columns("state_version", 2, rows);
                while (rows.next()) {
                    if (size() == rowsMax) {
                        more = true;
                        return;
                    }
                    add(columns, rows.getString(URI));
                }
            }
        }

        private int size() {
            return versions.size() + damaged.size();
        }

        private void add(Columns columns, String uri) throws SQLException {
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
