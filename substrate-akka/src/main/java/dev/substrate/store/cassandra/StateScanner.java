package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages over all shards of an entity type in the order of URIs: first the keys, merged from the shards, then the rows
 * of the page, so that what is held in memory is the page and a few keys per shard. Safe for several threads.
 */
final class StateScanner {

    /** Rows of which the largest have 128 KiB each. */
    private static final int ROWS_AT_ONCE = 32;

    private static final int KEYS_PER_SHARD_MIN = 8;

    private record Key(ShardKey shard, String uri) {}

    private final Cql cql;
    private final StateReader reader;
    private final PreparedStatement keysFrom;
    private final PreparedStatement keysAfter;
    private final int numberOfShards;
    private final int shardsAtOnceMax;

    StateScanner(CqlSession session, Cql cql, Quorums quorums, StateReader reader, CassandraSettings settings) {
        this.cql = cql;
        this.reader = reader;
        this.numberOfShards = settings.numberOfShards();
        this.shardsAtOnceMax = settings.scanShardsAtOnceMax();
        String keys = "SELECT uri, type, tombstone FROM state WHERE entity_type=? AND shard=? AND uri";
        keysFrom = session.prepare(quorums.repeatable(keys + ">=? LIMIT ?"));
        keysAfter = session.prepare(quorums.repeatable(keys + ">? LIMIT ?"));
    }

    /** Reads a page, see {@link dev.substrate.store.StateStore#scan}. */
    CompletableFuture<StatePage> scan(StateScan scan) {
        // One key more than rows tells whether more may follow.
        int wanted = scan.rowsMax() + 1;
        int keysPerShard = Math.min(wanted, Math.max(KEYS_PER_SHARD_MIN, 2 * wanted / numberOfShards));
        List<Cursor> cursors = shards(numberOfShards).stream()
                .map(shard -> new Cursor(scan, new ShardKey(scan.entityType(), shard), keysPerShard))
                .toList();
        return new Merge(cursors, wanted).run().thenCompose(keys -> {
            boolean more = keys.size() == wanted;
            List<Key> ofPage = more ? keys.subList(0, scan.rowsMax()) : keys;
            return new Page(ofPage, scan.bytesMax(), more).read().thenCompose(page -> {
                // Rows that were deleted since their keys were read must not look like the end.
                return page.rows().isEmpty() && page.more()
                        ? scan(after(scan, ofPage.get(ofPage.size() - 1).uri()))
                        : CompletableFuture.completedFuture(page);
            });
        });
    }

    /** Returns all shards that Akka's formula can give: one for each number, and one below 0, of the lowest of all hashes. */
    static List<Integer> shards(int numberOfShards) {
        List<Integer> shards = IntStream.range(0, numberOfShards).boxed().collect(Collectors.toList());
        int ofLowestHash = Integer.MIN_VALUE % numberOfShards;
        if (ofLowestHash != 0) {
            shards.add(ofLowestHash);
        }
        return shards;
    }

    /** Compares as Cassandra orders text: by code points, which are not the order of Java's chars. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static StateScan after(StateScan scan, String uri) {
        return new StateScan(scan.entityType(), scan.type(), scan.uriPrefix(), uri, scan.rowsMax(), scan.bytesMax());
    }

    /** Reads the keys of one shard, a few at a time. */
    private final class Cursor {

        private final StateScan scan;
        private final ShardKey shard;
        private final int keysMax;
        private final Queue<String> read = new ArrayDeque<>();
        private @Nullable String position;
        private boolean ended;

        Cursor(StateScan scan, ShardKey shard, int keysMax) {
            this.scan = scan;
            this.shard = shard;
            this.keysMax = keysMax;
            this.position = scan.afterUri();
        }

        boolean isDry() {
            return read.isEmpty() && !ended;
        }

        boolean isAtEnd() {
            return read.isEmpty() && ended;
        }

        String head() {
            return read.element();
        }

        Key take() {
            return new Key(shard, read.remove());
        }

        CompletableFuture<Void> fill() {
            String last = position;
            BoundStatement keys = last == null
                    ? keysFrom.bind(shard.entityType(), shard.shard(), scan.uriPrefix(), keysMax)
                    : keysAfter.bind(shard.entityType(), shard.shard(), last, keysMax);
            int[] found = {0};
            return cql.each(keys, row -> {
                        String uri = Columns.text(row, "uri");
                        // URIs come in order, so the first one without the prefix ends the shard.
                        if (!uri.startsWith(scan.uriPrefix())) {
                            return false;
                        }
                        found[0]++;
                        position = uri;
                        if (scan.type().equals(row.getString("type")) && !row.getBoolean("tombstone")) {
                            read.add(uri);
                        }
                        return true;
                    })
                    .thenAccept(all -> ended = found[0] < keysMax);
        }
    }

    /** Takes the smallest key of all shards, again and again. */
    private final class Merge {

        private final PriorityQueue<Cursor> ready =
                new PriorityQueue<>(Comparator.comparing(Cursor::head, StateScanner::compare));
        private final int wanted;
        private final List<Key> keys = new ArrayList<>();
        private List<Cursor> dry;

        Merge(List<Cursor> cursors, int wanted) {
            this.dry = cursors;
            this.wanted = wanted;
        }

        CompletableFuture<List<Key>> run() {
            if (!dry.isEmpty()) {
                List<Cursor> now = dry.subList(0, Math.min(shardsAtOnceMax, dry.size()));
                List<Cursor> later = dry.subList(now.size(), dry.size());
                return CompletableFuture.allOf(now.stream().map(Cursor::fill).toArray(CompletableFuture<?>[]::new))
                        .thenCompose(filled -> {
                            List<Cursor> still = new ArrayList<>(later);
                            for (Cursor cursor : now) {
                                if (cursor.isDry()) {
                                    still.add(cursor);
                                } else if (!cursor.isAtEnd()) {
                                    ready.add(cursor);
                                }
                            }
                            dry = still;
                            return run();
                        });
            }
            while (keys.size() < wanted && !ready.isEmpty()) {
                Cursor smallest = ready.remove();
                keys.add(smallest.take());
                if (smallest.isDry()) {
                    dry = List.of(smallest);
                    return run();
                }
                if (!smallest.isAtEnd()) {
                    ready.add(smallest);
                }
            }
            return CompletableFuture.completedFuture(keys);
        }
    }

    /** Reads the rows of keys, some at a time, until the page is full. */
    private final class Page {

        private final List<Key> keys;
        private final long bytesMax;
        private final boolean moreKeys;
        private final List<StateRow> rows = new ArrayList<>();
        private long bytes;

        Page(List<Key> keys, long bytesMax, boolean moreKeys) {
            this.keys = keys;
            this.bytesMax = bytesMax;
            this.moreKeys = moreKeys;
        }

        CompletableFuture<StatePage> read() {
            return readFrom(0);
        }

        private CompletableFuture<StatePage> readFrom(int begin) {
            if (begin >= keys.size()) {
                return CompletableFuture.completedFuture(new StatePage(rows, moreKeys));
            }
            List<Key> now = keys.subList(begin, Math.min(keys.size(), begin + ROWS_AT_ONCE));
            Map<ShardKey, List<String>> byShard = now.stream()
                    .collect(Collectors.groupingBy(Key::shard, Collectors.mapping(Key::uri, Collectors.toList())));
            List<CompletableFuture<List<StateRow>>> reads = new ArrayList<>();
            byShard.forEach((shard, uris) -> reads.add(reader.read(shard, uris)));
            return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                    .thenCompose(all -> {
                        Map<String, StateRow> found = new HashMap<>();
                        reads.forEach(read -> read.join().forEach(row -> found.put(row.uri(), row)));
                        for (Key key : now) {
                            StateRow row = found.get(key.uri());
                            if (row != null && !row.tombstone() && !add(row)) {
                                return CompletableFuture.completedFuture(new StatePage(rows, true));
                            }
                        }
                        return readFrom(begin + now.size());
                    });
        }

        /** Adds a row, unless the page is full; the first one always, else a scan would never end. */
        private boolean add(StateRow row) {
            bytes += row.entity() == null ? 0 : row.entity().length();
            if (bytes > bytesMax && !rows.isEmpty()) {
                return false;
            }
            return rows.add(row);
        }
    }
}
