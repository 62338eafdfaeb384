package dev.substrate.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PurgedVersionsTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);

    private final Deque<CompletableFuture<Long>> answers = new ArrayDeque<>();
    private final PurgedVersions purged = new PurgedVersions(shard -> answers.remove());

    @Test
    void theStoreIsReadOnceForEachEpoch() {
        answers.add(CompletableFuture.completedFuture(3L));
        answers.add(CompletableFuture.completedFuture(8L));

        assertThat(version(purged.of(SHARD, 1))).isEqualTo(3);
        assertThat(version(purged.of(SHARD, 1))).isEqualTo(3);
        assertThat(version(purged.of(SHARD, 2))).isEqualTo(8);
        assertThat(answers).isEmpty();
    }

    @Test
    void aPurgeCountsFromItsBeginningHoweverItEnds() {
        answers.add(CompletableFuture.completedFuture(0L));
        assertThat(version(purged.of(SHARD, 1))).isZero();

        purged.begin(SHARD, 1, 5);
        purged.begin(SHARD, 1, 2);

        assertThat(version(purged.of(SHARD, 1))).isEqualTo(5);
    }

    @Test
    void whatTheStoreSaysTooEarlyDoesNotHideAPurge() {
        CompletableFuture<Long> early = new CompletableFuture<>();
        answers.add(early);

        purged.begin(SHARD, 1, 5);
        CompletionStage<Long> version = purged.of(SHARD, 1);
        early.complete(0L);

        assertThat(version(version)).isEqualTo(5);
    }

    @Test
    void aReadThatFailedIsDoneAgainAndForgetsNoPurge() {
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("away")));
        answers.add(CompletableFuture.completedFuture(1L));
        purged.begin(SHARD, 1, 5);

        assertThat(version(purged.of(SHARD, 1))).isEqualTo(5);
        assertThat(answers).isEmpty();
    }

    private static long version(CompletionStage<Long> stage) {
        return stage.toCompletableFuture().join();
    }
}
