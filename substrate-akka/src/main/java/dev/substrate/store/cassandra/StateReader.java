package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.ShardPage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import dev.substrate.store.VersionPage.Damaged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads rows of state, and what changed in a shard. Safe for several threads. */
final class StateReader {

    private static final String COLUMNS =
            "uri, type, version, epoch, tombstone, created, modified, headers, entity, stamp, kept_until";

    /** Keys of rows, which have at most a kilobyte each. */
    private static final int KEYS_PER_PAGE = 1_000;

    private record Change(long stamp, String uri) {}

    private final Cql cql;
    private final PreparedStatement one;
    private final PreparedStatement several;
    private final PreparedStatement page;
    private final PreparedStatement lastStamp;
    private final PreparedStatement changed;

    StateReader(CqlSession session, Cql cql, Quorums quorums) {
        this.cql = cql;
        String from = " FROM state WHERE entity_type=? AND shard=?";
        one = session.prepare(quorums.repeatable("SELECT " + COLUMNS + from + " AND uri=?"));
        several = session.prepare(quorums.repeatable("SELECT " + COLUMNS + from + " AND uri IN ?"));
        page = session.prepare(quorums.repeatable("SELECT " + COLUMNS + from + " AND uri>? LIMIT ?"));
        lastStamp = session.prepare(quorums.repeatable("SELECT last_stamp" + from + " LIMIT 1"));
        // Filtering stays within the one partition that is named.
        changed = session.prepare(quorums.repeatable("SELECT uri, stamp" + from + " AND stamp>? ALLOW FILTERING")
                .setPageSize(KEYS_PER_PAGE));
    }

    /** Reads a row. */
    CompletableFuture<Optional<StateRow>> read(ShardKey shard, String uri) {
        return cql.first(one.bind(shard.entityType(), shard.shard(), uri), row -> state(shard, row));
    }

    /**
     * A row with its stamp.
     *
     * @param keptUntil until when, in milliseconds, the version is kept when newer ones take its place; 0 if it is not
     */
    record Stamped(StateRow row, long stamp, long keptUntil) {}

    /** Reads a row and its stamp. */
    CompletableFuture<Optional<Stamped>> stamped(ShardKey shard, String uri) {
        return cql.first(one.bind(shard.entityType(), shard.shard(), uri), row -> stamped(shard, row));
    }

    /** Reads rows of one shard, in no particular order; those that are not there are left out. */
    CompletableFuture<List<StateRow>> read(ShardKey shard, List<String> uris) {
        return rows(shard, uris, row -> state(shard, row));
    }

    /** Reads a page of all rows, see {@link dev.substrate.store.StateStore#rows}; it begins after a URI. */
    CompletableFuture<ShardPage> rows(ShardKey shard, @Nullable String after, int rowsMax) {
        List<StateRow> found = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        String[] last = new String[1];
        return cql.each(page.bind(shard.entityType(), shard.shard(), after == null ? "" : after, rowsMax), row -> {
                    last[0] = row.getString("uri");
                    try {
                        found.add(state(shard, row));
                    } catch (StoreException e) {
                        damaged.add(last[0]);
                    }
                    return true;
                })
                .thenApply(read ->
                        new ShardPage(found, damaged, found.size() + damaged.size() == rowsMax ? last[0] : null));
    }

    /** Reads what changed, see {@link dev.substrate.store.StateStore#changes}. */
    CompletableFuture<ChangePage> changes(ShardKey shard, long after, int rowsMax) {
        return cql.first(lastStamp.bind(shard.entityType(), shard.shard()), row -> row.getLong("last_stamp"))
                .thenCompose(found -> {
                    long last = found.orElse(0L);
                    return last <= after
                            ? CompletableFuture.completedFuture(
                                    new ChangePage(List.of(), List.of(), List.of(), after, false, false))
                            : changes(shard, after, last, rowsMax);
                });
    }

    /**
     * @param last nobody reads on from what is newer: while the partition is read, a row may be written in front of where the
     *     reading is, and a newer one behind, and whoever reads on from the newer one would never meet the other. Yet what is
     *     newer is shown, since it may have taken the place of what was acknowledged before the page was asked for
     */
    private CompletableFuture<ChangePage> changes(ShardKey shard, long after, long last, int rowsMax) {
        PriorityQueue<Change> oldest =
                new PriorityQueue<>(Comparator.comparingLong(Change::stamp).reversed());
        return cql.each(changed.bind(shard.entityType(), shard.shard(), after), row -> {
                    oldest.add(new Change(Columns.number(row, "stamp"), Columns.text(row, "uri")));
                    if (oldest.size() > rowsMax + 1) {
                        oldest.remove();
                    }
                    return true;
                })
                .thenCompose(read -> {
                    boolean more = oldest.size() > rowsMax;
                    if (more) {
                        oldest.remove();
                    }
                    // Not the last stamp that was read before: its batch may be on one host only, and shown to nobody
                    // yet.
                    long next = oldest.stream()
                            .mapToLong(Change::stamp)
                            .filter(stamp -> stamp <= last)
                            .max()
                            .orElse(after);
                    return page(shard, oldest, next, more);
                });
    }

    private CompletableFuture<ChangePage> page(ShardKey shard, PriorityQueue<Change> found, long next, boolean more) {
        Map<String, Long> stamps = new HashMap<>();
        found.forEach(change -> stamps.put(change.uri(), change.stamp()));
        List<ChangePage.Change> changes = new ArrayList<>();
        List<ChangePage.Change> ahead = new ArrayList<>();
        List<Damaged> damaged = new ArrayList<>();
        return rows(shard, List.copyOf(stamps.keySet()), row -> {
                    long stamp = row.getLong("stamp");
                    try {
                        // What was written again since has a higher offset, and is met there.
                        (stamp <= next ? changes : ahead).add(new ChangePage.Change(stamp, state(shard, row)));
                    } catch (StoreException e) {
                        damaged.add(
                                new Damaged(Math.min(stamp, next), Columns.text(row, "uri"), row.getLong("version")));
                    }
                    return row;
                })
                .thenApply(read -> {
                    changes.sort(Comparator.comparingLong(ChangePage.Change::offset));
                    ahead.sort(Comparator.comparingLong(ChangePage.Change::offset));
                    damaged.sort(Comparator.comparingLong(Damaged::offset));
                    return new ChangePage(changes, ahead, damaged, next, more, false);
                });
    }

    private <T> CompletableFuture<List<T>> rows(ShardKey shard, List<String> uris, Function<Row, T> mapper) {
        if (uris.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<T> rows = new ArrayList<>();
        return cql.each(several.bind(shard.entityType(), shard.shard(), uris), row -> rows.add(mapper.apply(row)))
                .thenApply(read -> rows);
    }

    private static Stamped stamped(ShardKey shard, Row row) {
        StateRow state = state(shard, row);
        try {
            return new Stamped(state, Columns.number(row, "stamp"), row.getLong("kept_until"));
        } catch (RuntimeException e) {
            throw Columns.damage("state of " + shard.entityType() + " '" + state.uri() + "'", e);
        }
    }

    /** Makes a row of the columns of the state's table. */
    static StateRow state(ShardKey shard, Row row) {
        String uri = Columns.text(row, "uri");
        try {
            return new StateRow(
                    shard.entityType(),
                    uri,
                    Columns.text(row, "type"),
                    shard.shard(),
                    Columns.number(row, "version"),
                    Columns.number(row, "epoch"),
                    row.getBoolean("tombstone"),
                    Columns.time(row, "created"),
                    Columns.time(row, "modified"),
                    Columns.text(row, "headers"),
                    row.getString("entity"));
        } catch (RuntimeException e) {
            throw Columns.damage("state of " + shard.entityType() + " '" + uri + "'", e);
        }
    }
}
