package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes epochs by lightweight transactions, one at a time per entity type: whoever comes meanwhile shares the next.
 *
 * <p>An attempt marks its rows with a name of its own, and leaves it in {@code last_attempt}, a cell that all shards of the
 * type share: as long as it stays there, nobody has raised an epoch. When the outcome of a transaction is not known, a read at SERIAL
 * settles whatever Paxos had begun; the name then says whether it was ours. Safe for several threads.
 */
final class EpochTaker {

    /** A transaction and its answer stay well below Cassandra's bounds. */
    private static final int SHARDS_PER_TRANSACTION_MAX = 64;

    private static final Duration PAUSE_MIN = Duration.ofMillis(20);
    private static final Duration PAUSE_MAX = Duration.ofMillis(500);

    private record Wish(ShardKey shard, String owner, long deadlineNanos, CompletableFuture<Long> answer) {}

    private record Held(long epoch, String attempt) {}

    private final Cql cql;
    private final PreparedStatement read;
    private final PreparedStatement raise;
    private final Quorums quorums;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final String process;
    private final AtomicLong attempts = new AtomicLong();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * @param process what makes the attempts of this process its own
     * @param patience how long to try before a wish fails
     */
    EpochTaker(
            CqlSession session,
            Cql cql,
            Quorums quorums,
            ScheduledExecutorService timer,
            String process,
            Duration patience) {
        this.cql = cql;
        this.quorums = quorums;
        this.timer = timer;
        this.process = process;
        this.patience = patience;
        // last_attempt, so that what this read repairs it repairs as a whole.
        read = session.prepare(quorums.repeatable(
                "SELECT shard, epoch, attempt, last_attempt FROM shard_epoch WHERE entity_type=? AND shard IN ?"));
        raise = session.prepare(
                quorums.transaction("UPDATE shard_epoch SET epoch=?, owner=?, attempt=?, raised=?, last_attempt=?"
                        + " WHERE entity_type=? AND shard=? IF epoch=?"));
    }

    /** Takes the next epoch of a shard. */
    CompletableFuture<Long> take(ShardKey shard, String owner) {
        Wish wish = new Wish(shard, owner, System.nanoTime() + patience.toNanos(), new CompletableFuture<>());
        lanes.computeIfAbsent(shard.entityType(), Lane::new).add(wish);
        return wish.answer();
    }

    /** Fails what waits; the timer has ended by now. */
    void close() {
        lanes.values().forEach(Lane::close);
    }

    /** Those who wait for epochs of one entity type. */
    private final class Lane {

        private final String entityType;
        private final List<Wish> waiting = new ArrayList<>();
        private boolean taking;

        Lane(String entityType) {
            this.entityType = entityType;
        }

        void add(Wish wish) {
            synchronized (this) {
                waiting.add(wish);
                if (taking) {
                    return;
                }
                taking = true;
            }
            next(0);
        }

        /** Begins the next transaction, if anybody waits; each shard is in it once. */
        private void next(int failures) {
            Map<Integer, Wish> wishes = new LinkedHashMap<>();
            List<Wish> late = new ArrayList<>();
            synchronized (this) {
                long now = System.nanoTime();
                waiting.removeIf(wish -> now - wish.deadlineNanos() > 0 && late.add(wish));
                waiting.removeIf(wish -> wishes.size() < SHARDS_PER_TRANSACTION_MAX
                        && wishes.putIfAbsent(wish.shard().shard(), wish) == null);
                taking = !wishes.isEmpty();
            }
            late.forEach(wish -> wish.answer()
                    .completeExceptionally(new StoreException(
                            StoreException.Kind.UNAVAILABLE,
                            "The epoch of shard " + wish.shard() + " could not be raised within " + patience.toSeconds()
                                    + " s: Cassandra does not answer, or others raise it all the time")));
            if (!wishes.isEmpty()) {
                begin(wishes, failures);
            }
        }

        private void begin(Map<Integer, Wish> wishes, int failures) {
            var unused = held(read.bind(entityType, List.copyOf(wishes.keySet())))
                    .whenComplete((held, failure) -> {
                        if (failure == null) {
                            raise(wishes, held, failures);
                        } else {
                            again(wishes, failures);
                        }
                    });
        }

        private void raise(Map<Integer, Wish> wishes, Map<Integer, Held> held, int failures) {
            String attempt = process + "/" + attempts.incrementAndGet();
            String now = Instant.now().toString();
            BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.LOGGED);
            wishes.forEach((shard, wish) -> {
                Held before = held.get(shard);
                Long epoch = before == null ? null : before.epoch();
                batch.addStatement(
                        raise.bind(after(before), wish.owner(), attempt, now, attempt, entityType, shard, epoch));
            });
            batch.setConsistencyLevel(quorums.plain())
                    .setSerialConsistencyLevel(quorums.serial())
                    .setIdempotence(false);
            var unused = cql.write(batch.build()).whenComplete((answer, failure) -> {
                if (failure != null) {
                    settle(wishes, attempt, failures);
                } else if (answer.wasApplied()) {
                    wishes.forEach((shard, wish) -> wish.answer().complete(after(held.get(shard))));
                    next(0);
                } else {
                    again(wishes, failures);
                }
            });
        }

        /** Finds out how a transaction ended whose answer did not come. */
        private void settle(Map<Integer, Wish> wishes, String attempt, int failures) {
            BoundStatement select = read.bind(entityType, List.copyOf(wishes.keySet()));
            // The read at SERIAL settles it; what counts then is what those see who ask whether an epoch still holds.
            var unused = held(select.setConsistencyLevel(quorums.serial()))
                    .thenCompose(settled -> held(select))
                    .whenComplete((held, failure) -> {
                        Map<Integer, Wish> lost = new LinkedHashMap<>(wishes);
                        if (failure == null) {
                            wishes.forEach((shard, wish) -> {
                                Held row = held.get(shard);
                                if (row != null && row.attempt().equals(attempt)) {
                                    lost.remove(shard);
                                    wish.answer().complete(row.epoch());
                                }
                            });
                        }
                        // Of what is still not known a later transaction makes something known, one epoch higher.
                        again(lost, failures);
                    });
        }

        private void again(Map<Integer, Wish> wishes, int failures) {
            synchronized (this) {
                waiting.addAll(0, wishes.values());
            }
            // Several nodes that raise epochs at once get in each other's way; a random pause lets them pass.
            long ceiling = Math.min(PAUSE_MAX.toMillis(), PAUSE_MIN.toMillis() << Math.min(failures, 10));
            long pause = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
            try {
                var unused = timer.schedule(() -> next(failures + 1), pause, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                close();
            }
        }

        private void close() {
            List<Wish> left;
            synchronized (this) {
                left = List.copyOf(waiting);
                waiting.clear();
                taking = false;
            }
            left.forEach(wish -> wish.answer()
                    .completeExceptionally(new StoreException(StoreException.Kind.UNAVAILABLE, "The store is closed")));
        }

        private CompletableFuture<Map<Integer, Held>> held(BoundStatement select) {
            Map<Integer, Held> held = new HashMap<>();
            return cql.each(select, row -> {
                        held.put(row.getInt(0), new Held(row.getLong(1), String.valueOf(row.getString(2))));
                        return true;
                    })
                    .thenApply(read -> held);
        }
    }

    private static long after(@Nullable Held before) {
        return before == null ? 1 : before.epoch() + 1;
    }
}
