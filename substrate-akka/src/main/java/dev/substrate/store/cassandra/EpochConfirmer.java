package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers everybody who waits for the confirmation of an epoch, with one look at the epochs of an entity type at a time:
 * who comes while a look is under way shares the next one. Safe for several threads.
 */
final class EpochConfirmer {

    private record Question(int shard, long epoch, CompletableFuture<Boolean> answer) {}

    private final Cql cql;
    private final PreparedStatement read;
    private final boolean unfenced;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final DistributionSummary sharing;

    EpochConfirmer(CqlSession session, Cql cql, Quorums quorums, CassandraSettings settings, MeterRegistry meters) {
        this.cql = cql;
        this.read = session.prepare(
                quorums.repeatable("SELECT shard, epoch FROM shard_epoch WHERE entity_type=? AND shard IN ?"));
        this.unfenced = settings.unfenced();
        this.sharing = DistributionSummary.builder("substrate.store.confirmation.operations")
                .description("Operations that shared a look at the epochs")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** Asks whether an epoch is the current one; true only if it was at some moment after the call. */
    CompletableFuture<Boolean> confirm(ShardKey shard, long epoch) {
        if (unfenced) {
            return CompletableFuture.completedFuture(true);
        }
        if (epoch < 1) {
            return CompletableFuture.completedFuture(false);
        }
        Question question = new Question(shard.shard(), epoch, new CompletableFuture<>());
        lanes.computeIfAbsent(shard.entityType(), Lane::new).add(question);
        return question.answer();
    }

    /**
     * Ends a write that is in the store by now: it is acknowledged if its epoch still is the current one.
     *
     * @return failed with {@link FenceLostException} if it is not, or with {@link StoreException} if that is not known
     */
    CompletableFuture<Void> acknowledge(ShardKey shard, long epoch) {
        return confirm(shard, epoch).handle((held, failure) -> {
            if (failure != null) {
                throw new StoreException(
                        StoreException.Kind.UNKNOWN,
                        "It is not known whether it was written: it is in the store, but the epoch could not be confirmed",
                        failure);
            }
            if (!held) {
                throw new FenceLostException(shard, epoch, 0);
            }
            return null;
        });
    }

    /** Those who wait for a look at the epochs of one entity type. */
    private final class Lane {

        private final String entityType;
        private List<Question> next = new ArrayList<>();
        private boolean looking;

        Lane(String entityType) {
            this.entityType = entityType;
        }

        void add(Question question) {
            synchronized (this) {
                next.add(question);
                if (looking) {
                    return;
                }
                looking = true;
            }
            look();
        }

        private void look() {
            List<Question> asked;
            synchronized (this) {
                asked = next;
                next = new ArrayList<>();
                if (asked.isEmpty()) {
                    looking = false;
                    return;
                }
            }
            sharing.record(asked.size());
            List<Integer> shards =
                    asked.stream().map(Question::shard).distinct().toList();
            Map<Integer, Long> epochs = new HashMap<>();
            var unused = cql.each(read.bind(entityType, shards), row -> {
                        epochs.put(row.getInt(0), row.getLong(1));
                        return true;
                    })
                    .whenComplete((read, failure) -> {
                        // The next look begins before these are told, so that it does not wait for what they do.
                        look();
                        for (Question question : asked) {
                            if (failure == null) {
                                question.answer()
                                        .complete(epochs.getOrDefault(question.shard(), 0L) == question.epoch());
                            } else {
                                question.answer().completeExceptionally(DriverFailures.unwrap(failure));
                            }
                        }
                    });
        }
    }
}
