package dev.substrate.store.cassandra;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import dev.substrate.store.cassandra.EpochLooks.Seen;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Answers everybody who waits for the confirmation of an epoch, with few looks at the epochs of an entity type at a time:
 * who comes while as many are under way as may be shares the next one. Whoever asks is answered by a look that began after
 * that. Safe for several threads.
 *
 * <p>While nobody raises epochs, a look reads one cell, the name of the last attempt to raise some; see
 * {@link SettledEpochs}.
 */
final class EpochConfirmer {

    private record Question(int shard, long epoch, CompletableFuture<Boolean> answer) {}

    private final EpochLooks looks;
    private final int looksAtOnceMax;
    private final boolean unfenced;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final DistributionSummary sharing;

    EpochConfirmer(EpochLooks looks, CassandraSettings settings, MeterRegistry meters) {
        this.looks = looks;
        this.looksAtOnceMax = settings.looksAtOnceMax();
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
        private final SettledEpochs settled = new SettledEpochs();
        private List<Question> next = new ArrayList<>();
        private int underWay;

        Lane(String entityType) {
            this.entityType = entityType;
        }

        void add(Question question) {
            synchronized (this) {
                next.add(question);
                if (underWay == looksAtOnceMax) {
                    return;
                }
                underWay++;
            }
            look();
        }

        private void look() {
            List<Question> asked;
            synchronized (this) {
                asked = next;
                if (asked.isEmpty()) {
                    underWay--;
                    return;
                }
                next = new ArrayList<>();
            }
            sharing.record(asked.size());
            var unused = epochs(asked).whenComplete((seen, failure) -> {
                // The next look begins before these are told, so that it does not wait for what they do.
                look();
                for (Question question : asked) {
                    if (failure == null) {
                        question.answer().complete(seen.epoch(question.shard()) == question.epoch());
                    } else {
                        question.answer().completeExceptionally(DriverFailures.unwrap(failure));
                    }
                }
            });
        }

        /** Tells the epochs of those who ask, as they are at some moment after this call. */
        private CompletableFuture<Seen> epochs(List<Question> asked) {
            Seen known = settled.known();
            if (known == null) {
                return read(asked);
            }
            return looks.lastAttempt(entityType).thenCompose(attempt -> {
                if (attempt.equals(known.lastAttempt())) {
                    return CompletableFuture.completedFuture(known);
                }
                settled.forget(known.lastAttempt());
                return read(asked);
            });
        }

        private CompletableFuture<Seen> read(List<Question> asked) {
            Set<Integer> shards = asked.stream().map(Question::shard).collect(Collectors.toSet());
            return looks.epochs(entityType, shards).thenApply(seen -> {
                if (settled.saw(seen.lastAttempt())) {
                    settle(seen.lastAttempt());
                }
                return seen;
            });
        }

        /** Nobody waits for this: if it fails, or others raise epochs meanwhile, another one comes. */
        private void settle(String attempt) {
            var unused = looks.settled(entityType)
                    .whenComplete((seen, failure) -> settled.settled(attempt, failure == null ? seen : null));
        }
    }
}
