package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateRow;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes rows of state: for each shard one batch after the other, which holds all that came meanwhile. A batch is one
 * partition's, so Cassandra applies all of it or nothing. Safe for several threads.
 *
 * <p>One after the other not for the rows' sake, which their stamps order anyway, but for those who read changes: what has
 * a lower stamp is visible first.
 */
final class StateWriter {

    /** Twenty years, the longest that Cassandra knows. */
    private static final int TTL_SECONDS_MAX = 630_720_000;

    private record Waiting(StateRow row, long keptUntil, String keptHeaders, CompletableFuture<Void> answer) {}

    private final Cql cql;
    private final PreparedStatement upsert;
    private final PreparedStatement keep;
    private final PreparedStatement keepKey;
    private final Clock clock;
    private final Quorums quorums;
    private final Stamps stamps;
    private final Settling settling;
    private final EpochConfirmer confirmer;
    private final CassandraSettings settings;
    private final Map<ShardKey, Lane> lanes = new ConcurrentHashMap<>();
    private final DistributionSummary batchSizes;
    private final Timer commits;

    StateWriter(
            CqlSession session,
            Cql cql,
            Quorums quorums,
            Stamps stamps,
            Settling settling,
            EpochConfirmer confirmer,
            CassandraSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.clock = clock;
        this.cql = cql;
        this.quorums = quorums;
        this.stamps = stamps;
        this.settling = settling;
        this.confirmer = confirmer;
        this.settings = settings;
        upsert = session.prepare(quorums.repeatable("INSERT INTO state (entity_type, shard, uri, type, version, epoch,"
                + " stamp, tombstone, created, modified, headers, entity, last_stamp, kept_until)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) USING TIMESTAMP ?"));
        keep = session.prepare(quorums.repeatable("INSERT INTO state_version (entity_type, shard, stamp, uri, type,"
                + " version, epoch, tombstone, created, modified, headers, entity, kept_until)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) USING TIMESTAMP ? AND TTL ?"));
        keepKey = session.prepare(
                quorums.repeatable("INSERT INTO state_version_by_uri (entity_type, shard, uri, version, stamp)"
                        + " VALUES (?,?,?,?,?) USING TIMESTAMP ? AND TTL ?"));
        batchSizes = DistributionSummary.builder("substrate.store.batch.operations")
                .description("Operations that shared a transaction")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        commits = Timer.builder("substrate.store.commit")
                .description("Time from taking a batch to its durability")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /**
     * Writes a row, and acknowledges it if its epoch still is the current one then.
     *
     * @param keptUntil until when, in milliseconds, the version is kept when newer ones take its place; 0 for not at all
     * @param keptHeaders what the kept version says in its headers
     */
    CompletableFuture<Void> write(StateRow row, long keptUntil, String keptHeaders) {
        CompletableFuture<Void> written = settling.track(row.shardKey(), row.uri(), () -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            lanes.computeIfAbsent(row.shardKey(), Lane::new).add(new Waiting(row, keptUntil, keptHeaders, answer));
            return answer;
        });
        return written.thenCompose(inStore -> confirmer.acknowledge(row.shardKey(), row.epoch()));
    }

    /** What waits for one shard. */
    private final class Lane {

        private final ShardKey shard;
        private final Queue<Waiting> queue = new ArrayDeque<>();
        private boolean writing;

        Lane(ShardKey shard) {
            this.shard = shard;
        }

        void add(Waiting write) {
            synchronized (this) {
                queue.add(write);
                if (writing) {
                    return;
                }
                writing = true;
            }
            next();
        }

        private void next() {
            List<Waiting> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            List<Waiting> sent = new ArrayList<>();
            List<BatchableStatement<?>> statements = new ArrayList<>();
            long last = 0;
            for (Waiting write : batch) {
                try {
                    // Here and not earlier, since stamps must become visible in order.
                    last = stamps.next(shard, write.row().epoch());
                    statements.add(statement(write, last));
                    keep(write, last, statements);
                    sent.add(write);
                } catch (FenceLostException | IllegalStateException e) {
                    write.answer().completeExceptionally(e);
                }
            }
            if (statements.isEmpty()) {
                next();
                return;
            }
            batchSizes.record(sent.size());
            Timer.Sample sample = Timer.start();
            long highest = last;
            var unused = cql.write(together(statements)).whenComplete((done, failure) -> {
                if (failure != null) {
                    settling.failed(shard, highest);
                }
                sample.stop(commits);
                // The next batch is on its way before these are told, so that it does not wait for what they do.
                next();
                for (Waiting write : sent) {
                    if (failure == null) {
                        write.answer().complete(null);
                    } else {
                        write.answer().completeExceptionally(failure);
                    }
                }
            });
        }

        private synchronized List<Waiting> take() {
            List<Waiting> batch = new ArrayList<>();
            long chars = 0;
            while (!queue.isEmpty() && batch.size() < settings.batchRowsMax() && chars < settings.batchCharsMax()) {
                Waiting write = queue.remove();
                chars += chars(write.row(), write.row().headers());
                if (write.keptUntil() != 0) {
                    chars += chars(write.row(), write.keptHeaders());
                }
                batch.add(write);
            }
            writing = !batch.isEmpty();
            return batch;
        }

        private BatchableStatement<?> statement(Waiting write, long stamp) {
            StateRow row = write.row();
            return upsert.bind(
                    row.entityType(),
                    row.shard(),
                    row.uri(),
                    row.type(),
                    row.version(),
                    row.epoch(),
                    stamp,
                    row.tombstone(),
                    row.created().toString(),
                    row.modified().toString(),
                    row.headers(),
                    row.entity(),
                    stamp,
                    write.keptUntil(),
                    stamp);
        }

        /** Keeps the version in the same partition, so that it is there if and only if the state is. */
        private void keep(Waiting write, long stamp, List<BatchableStatement<?>> statements) {
            long secondsLeft = (write.keptUntil() - clock.millis() + 999) / 1_000;
            if (write.keptUntil() == 0 || secondsLeft < 1) {
                return;
            }
            // One more, since Cassandra cuts the present moment to whole seconds, and what it is added to goes too
            // early.
            // Readers look at kept_until.
            int seconds = (int) Math.min(secondsLeft + 1, TTL_SECONDS_MAX);
            StateRow row = write.row();
            statements.add(keep.bind(
                    row.entityType(),
                    row.shard(),
                    stamp,
                    row.uri(),
                    row.type(),
                    row.version(),
                    row.epoch(),
                    row.tombstone(),
                    row.created().toString(),
                    row.modified().toString(),
                    write.keptHeaders(),
                    row.entity(),
                    write.keptUntil(),
                    stamp,
                    seconds));
            statements.add(
                    keepKey.bind(row.entityType(), row.shard(), row.uri(), row.version(), stamp, stamp, seconds));
        }
    }

    private Statement<?> together(List<BatchableStatement<?>> statements) {
        return statements.size() == 1
                ? statements.get(0)
                : BatchStatement.newInstance(DefaultBatchType.UNLOGGED, statements)
                        .setConsistencyLevel(quorums.plain())
                        .setIdempotent(true);
    }

    private static long chars(StateRow row, String headers) {
        String entity = row.entity();
        return 0L + row.uri().length() + headers.length() + (entity == null ? 0 : entity.length());
    }
}
