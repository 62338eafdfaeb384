package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads kept versions. Nothing here says which are settled: what an owner wrote and was not told of lies beside what was
 * acknowledged. Safe for several threads.
 */
final class VersionReader {

    private static final String COLUMNS =
            "stamp, uri, type, version, epoch, tombstone, created, modified, headers, entity, kept_until";

    private static final int KEYS_PER_PAGE = 1_000;

    private final Cql cql;
    private final Clock clock;
    private final PreparedStatement lastStamp;
    private final PreparedStatement log;
    private final PreparedStatement stamps;
    private final PreparedStatement several;

    VersionReader(CqlSession session, Cql cql, Quorums quorums, Clock clock) {
        this.cql = cql;
        this.clock = clock;
        String shard = " WHERE entity_type=? AND shard=?";
        lastStamp = session.prepare(quorums.repeatable("SELECT last_stamp FROM state" + shard + " LIMIT 1"));
        log = session.prepare(quorums.repeatable(
                "SELECT " + COLUMNS + " FROM state_version" + shard + " AND stamp>? AND stamp<=? LIMIT ?"));
        stamps = session.prepare(quorums.repeatable(
                        "SELECT version, stamp FROM state_version_by_uri" + shard + " AND uri=? AND version>=?")
                .setPageSize(KEYS_PER_PAGE));
        several = session.prepare(
                quorums.repeatable("SELECT " + COLUMNS + " FROM state_version" + shard + " AND stamp IN ?"));
    }

    /** Returns the highest stamp that is visible, see {@link dev.substrate.store.VersionStore#logEnd}. */
    CompletableFuture<Long> logEnd(ShardKey shard) {
        return cql.first(lastStamp.bind(shard.entityType(), shard.shard()), row -> row.getLong("last_stamp"))
                .thenApply(found -> found.orElse(0L));
    }

    /**
     * Reads the log, see {@link dev.substrate.store.VersionStore#log}.
     *
     * <p>Nothing is looked at beyond what was the last stamp before: replicas are read at different moments, and one might
     * show what follows on that which another one does not have yet. All batches before that of the last stamp were at a
     * quorum when it was sent. It may itself be on its way, so the next page begins after what this one has shown.
     */
    CompletableFuture<VersionPage> log(ShardKey shard, long after, int rowsMax) {
        return logEnd(shard)
                .thenCompose(last -> last <= after
                        ? CompletableFuture.completedFuture(new Found(clock.millis()).page(after, false))
                        : log(shard, after, last, rowsMax));
    }

    private CompletableFuture<VersionPage> log(ShardKey shard, long after, long last, int rowsMax) {
        Found found = new Found(clock.millis());
        int[] rows = {0};
        long[] next = {after};
        return cql.each(log.bind(shard.entityType(), shard.shard(), after, last, rowsMax), row -> {
                    rows[0]++;
                    next[0] = row.getLong("stamp");
                    found.add(shard, row);
                    return true;
                })
                .thenApply(read -> found.page(next[0], rows[0] == rowsMax));
    }

    /** Reads versions of an entity, see {@link dev.substrate.store.VersionStore#versions}. */
    CompletableFuture<VersionPage> versions(ShardKey shard, String uri, long fromVersion, int rowsMax) {
        TreeMap<Long, List<Long>> stampsOf = new TreeMap<>();
        return cql.each(stamps.bind(shard.entityType(), shard.shard(), uri, fromVersion), row -> {
                    stampsOf.computeIfAbsent(row.getLong("version"), version -> new ArrayList<>())
                            .add(row.getLong("stamp"));
                    return stampsOf.size() <= rowsMax;
                })
                .thenCompose(read -> {
                    boolean more = stampsOf.size() > rowsMax;
                    if (more) {
                        stampsOf.pollLastEntry();
                    }
                    return stampsOf.isEmpty()
                            ? CompletableFuture.completedFuture(new Found(0).page(fromVersion, false))
                            : versions(shard, stampsOf, more);
                });
    }

    private CompletableFuture<VersionPage> versions(
            ShardKey shard, SortedMap<Long, List<Long>> stampsOf, boolean more) {
        List<Long> all = stampsOf.values().stream().flatMap(List::stream).toList();
        // By stamp: a row that is written again meanwhile may have its key in sight before itself, and then the one
        // before it
        // has the same content.
        Map<Long, Row> rows = new HashMap<>();
        return cql.each(several.bind(shard.entityType(), shard.shard(), all), row -> {
                    rows.put(row.getLong("stamp"), row);
                    return true;
                })
                .thenApply(read -> {
                    Found found = new Found(clock.millis());
                    stampsOf.values()
                            .forEach(stamps -> stamps.stream()
                                    .filter(rows::containsKey)
                                    .max(Long::compare)
                                    .ifPresent(newest -> found.add(shard, rows.get(newest))));
                    return found.page(stampsOf.lastKey() + 1, more);
                });
    }

    /** What a page is made of. */
    private static final class Found {

        private final List<Change> versions = new ArrayList<>();
        private final List<Damaged> damaged = new ArrayList<>();
        private final long now;

        Found(long now) {
            this.now = now;
        }

        void add(ShardKey shard, Row row) {
            long stamp = row.getLong("stamp");
            String uri = row.getString("uri");
            // Cassandra counts in whole seconds, and by a clock of its own.
            if (uri == null || row.getLong("kept_until") <= now) {
                return;
            }
            try {
                versions.add(new Change(stamp, StateReader.state(shard, row)));
            } catch (RuntimeException e) {
                damaged.add(new Damaged(stamp, uri, row.getLong("version")));
            }
        }

        VersionPage page(long next, boolean more) {
            return new VersionPage(versions, damaged, next, more, false);
        }
    }
}
