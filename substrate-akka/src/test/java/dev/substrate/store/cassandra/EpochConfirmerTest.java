package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.cassandra.EpochLooks.Seen;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EpochConfirmerTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);
    private static final ShardKey OTHER = new ShardKey("record", 8);

    private final Replicas replicas = new Replicas();

    @Test
    void asLongAsNobodyRaisesAnEpochALookReadsOneCell() {
        EpochConfirmer confirmer = confirmer(replicas, 1);
        replicas.commit("first", SHARD.shard(), 1).on(0, 1, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(confirmer.confirm(SHARD, 1)).isCompletedWithValue(true);
            assertThat(confirmer.confirm(OTHER, 1)).isCompletedWithValue(false);
        }
        assertThat(replicas.looksAtEpochs).isEqualTo(2);
        assertThat(replicas.settledLooks).isEqualTo(1);
        assertThat(replicas.looksAtOneCell).isEqualTo(8);
    }

    @Test
    void whoeverRaisesAnEpochIsNoticedByTheNextLook() {
        EpochConfirmer confirmer = confirmer(replicas, 1);
        replicas.commit("first", SHARD.shard(), 1).on(0, 1, 2);
        getToKnow(confirmer);
        replicas.commit("second", OTHER.shard(), 1).on(0, 1);
        assertThat(confirmer.confirm(OTHER, 1)).isCompletedWithValue(true);
        assertThat(confirmer.confirm(SHARD, 1)).isCompletedWithValue(true);
        getToKnow(confirmer);
        replicas.commit("third", SHARD.shard(), 2).on(1, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(confirmer.confirm(SHARD, 1)).isCompletedWithValue(false);
            assertThat(confirmer.confirm(SHARD, 2)).isCompletedWithValue(true);
            assertThat(confirmer.confirm(OTHER, 1)).isCompletedWithValue(true);
        }
    }

    @Test
    void anEpochIsNotHeldOnBecauseTheNameOfAnAttemptWasRepairedWithoutWhatItDid() {
        EpochConfirmer confirmer = confirmer(replicas, 1);
        replicas.commit("first", SHARD.shard(), 1).on(0, 1, 2);
        getToKnow(confirmer);

        Replicas.Commit raise = replicas.commit("second", SHARD.shard(), 2);
        raise.on(0);
        replicas.answering(0, 1);
        // This brings the name alone to the second replica.
        assertThat(replicas.lastAttempt("record")).isCompletedWithValue("second");
        replicas.answering(1, 2);
        for (int i = 0; i < 5; i++) {
            assertThat(confirmer.confirm(SHARD, 1))
                    .as("who raised it has not been told yet, or Paxos has ended it")
                    .isCompleted();
        }
        raise.on(1, 2);

        for (int i = 0; i < 5; i++) {
            assertThat(confirmer.confirm(SHARD, 1)).isCompletedWithValue(false);
            assertThat(confirmer.confirm(SHARD, 2)).isCompletedWithValue(true);
        }
    }

    @Test
    void aSettledLookThatShowsAnotherAttemptThanTheLookBeforeMakesNothingKnown() {
        SettledEpochs epochs = new SettledEpochs();
        assertThat(epochs.saw("a")).as("seen once").isFalse();
        assertThat(epochs.saw("a")).isTrue();
        assertThat(epochs.saw("a")).as("one is under way").isFalse();
        // Two transactions came meanwhile: one replica answered before both, the other has heard of the second only.
        epochs.settled("a", new Seen("c", Map.of(7, 1L)));
        assertThat(epochs.known()).isNull();

        assertThat(epochs.saw("c")).isFalse();
        assertThat(epochs.saw("c")).isTrue();
        Seen settled = new Seen("c", Map.of(7, 2L));
        epochs.settled("c", settled);
        assertThat(epochs.known()).isSameAs(settled);
        assertThat(epochs.saw("c")).as("it is known").isFalse();
    }

    @Test
    void aSettledLookThatFailsIsFollowedByAnother() {
        SettledEpochs epochs = new SettledEpochs();
        assertThat(epochs.saw("")).isFalse();
        assertThat(epochs.saw(""))
                .as("of a store without attempts nothing is known")
                .isFalse();
        epochs.saw("a");
        assertThat(epochs.saw("a")).isTrue();
        epochs.settled("a", null);
        assertThat(epochs.known()).isNull();
        assertThat(epochs.saw("a")).isTrue();
    }

    @Test
    void whoAsksIsAnsweredByALookThatBeganAfterwards() {
        HeldLooks looks = new HeldLooks();
        EpochConfirmer confirmer = confirmer(looks, 2);
        CompletableFuture<Boolean> first = confirmer.confirm(SHARD, 1);
        CompletableFuture<Boolean> second = confirmer.confirm(SHARD, 1);
        assertThat(looks.begun).hasSize(2);
        CompletableFuture<Boolean> third = confirmer.confirm(SHARD, 1);
        CompletableFuture<Boolean> fourth = confirmer.confirm(SHARD, 1);
        assertThat(looks.begun).as("as many are under way as may be").hasSize(2);

        CompletableFuture<Seen> early = looks.begun.remove();
        CompletableFuture<Seen> late = looks.begun.remove();
        late.complete(new Seen("a", Map.of(7, 1L)));
        assertThat(second).isCompletedWithValue(true);
        assertThat(first).isNotDone();
        assertThat(third).isNotDone();
        assertThat(looks.begun).as("one for the third and the fourth").hasSize(1);
        early.complete(new Seen("a", Map.of(7, 1L)));
        assertThat(first).isCompletedWithValue(true);
        looks.begun.remove().complete(new Seen("b", Map.of(7, 2L)));
        assertThat(third).isCompletedWithValue(false);
        assertThat(fourth).isCompletedWithValue(false);
    }

    private static void getToKnow(EpochConfirmer confirmer) {
        for (int i = 0; i < 3; i++) {
            assertThat(confirmer.confirm(SHARD, 1)).isCompletedWithValue(true);
        }
    }

    private static EpochConfirmer confirmer(EpochLooks looks, int looksAtOnceMax) {
        CassandraSettings settings =
                CassandraSettings.of(ConfigFactory.parseString("cassandra.looks-at-once-max = " + looksAtOnceMax)
                        .withFallback(ConfigFactory.load().getConfig("substrate")));
        return new EpochConfirmer(looks, settings, new SimpleMeterRegistry());
    }

    /** Looks that are answered when the test says so. */
    private static final class HeldLooks implements EpochLooks {

        private final Queue<CompletableFuture<Seen>> begun = new ArrayDeque<>();

        @Override
        public CompletableFuture<String> lastAttempt(String entityType) {
            throw new AssertionError("Nothing is known yet");
        }

        @Override
        public CompletableFuture<Seen> epochs(String entityType, Collection<Integer> shards) {
            CompletableFuture<Seen> look = new CompletableFuture<>();
            begun.add(look);
            return look;
        }

        @Override
        public CompletableFuture<Seen> settled(String entityType) {
            return new CompletableFuture<>();
        }
    }
}
