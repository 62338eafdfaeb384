package dev.substrate.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShardEpochsTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);
    private static final ShardKey OTHER = new ShardKey("record", 8);

    private final FenceLostException loss = new FenceLostException(SHARD, 1, 2);
    private final ShardEpochs epochs = new ShardEpochs();
    private final List<String> told = new ArrayList<>();

    @Test
    void aShardThatWasNotTakenHasEpochZero() {
        assertThat(epochs.epoch(SHARD)).isZero();
        assertThat(epochs.size()).isZero();
    }

    @Test
    void eachShardHasItsOwnEpoch() {
        epochs.hold(SHARD, 3, lost -> {});
        epochs.hold(OTHER, 5, lost -> {});

        assertThat(epochs.epoch(SHARD)).isEqualTo(3);
        assertThat(epochs.epoch(OTHER)).isEqualTo(5);
        assertThat(epochs.size()).isEqualTo(2);
    }

    @Test
    void aLowerEpochNeverReplacesAHigherOne() {
        epochs.hold(SHARD, 3, lost -> told.add("three"));
        epochs.hold(SHARD, 2, lost -> told.add("two"));

        assertThat(epochs.epoch(SHARD)).isEqualTo(3);
        assertThat(epochs.lose(SHARD, 3, loss)).isTrue();
        assertThat(told).containsExactly("three");
    }

    @Test
    void aHigherEpochReplacesALowerOneWithWhomItConcerns() {
        epochs.hold(SHARD, 2, lost -> told.add("two"));
        epochs.hold(SHARD, 3, lost -> told.add("three"));

        assertThat(epochs.epoch(SHARD)).isEqualTo(3);
        epochs.lose(SHARD, 3, loss);
        assertThat(told).containsExactly("three");
    }

    @Test
    void whoeverHoldsALostEpochIsToldOnce() {
        List<FenceLostException> losses = new ArrayList<>();
        epochs.hold(SHARD, 3, losses::add);

        assertThat(epochs.lose(SHARD, 3, loss)).isTrue();
        assertThat(epochs.lose(SHARD, 3, loss)).isFalse();

        assertThat(losses).containsExactly(loss);
        assertThat(epochs.epoch(SHARD)).isZero();
    }

    @Test
    void theLossOfAnOlderEpochDoesNotTakeTheNewerOne() {
        epochs.hold(SHARD, 2, lost -> told.add("two"));
        epochs.hold(SHARD, 3, lost -> told.add("three"));

        assertThat(epochs.lose(SHARD, 2, loss)).isFalse();

        assertThat(epochs.epoch(SHARD)).isEqualTo(3);
        assertThat(told).isEmpty();
    }

    @Test
    void whoeverGivesAShardUpIsNotToldOfALoss() {
        epochs.hold(SHARD, 3, lost -> told.add("three"));
        epochs.hold(OTHER, 3, lost -> told.add("other"));

        epochs.release(SHARD, 2);
        assertThat(epochs.epoch(SHARD)).as("an older hold is not this one").isEqualTo(3);
        epochs.release(SHARD, 3);

        assertThat(epochs.epoch(SHARD)).isZero();
        assertThat(epochs.lose(SHARD, 3, loss)).isFalse();
        assertThat(told).isEmpty();
        assertThat(epochs.epoch(OTHER)).isEqualTo(3);
    }

    @Test
    void ofSeveralThreadsThatFindTheLossOneTells() throws Exception {
        int threads = 4;
        int rounds = 500;
        AtomicInteger tellings = new AtomicInteger();
        AtomicInteger findings = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int epoch = 1; epoch <= rounds; epoch++) {
                long held = epoch;
                epochs.hold(SHARD, held, lost -> tellings.incrementAndGet());
                CountDownLatch together = new CountDownLatch(threads);
                List<Future<?>> finders = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    finders.add(pool.submit(() -> {
                        together.countDown();
                        together.await();
                        if (epochs.lose(SHARD, held, loss)) {
                            findings.incrementAndGet();
                        }
                        return null;
                    }));
                }
                for (Future<?> finder : finders) {
                    finder.get(10, TimeUnit.SECONDS);
                }
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(tellings).hasValue(rounds);
        assertThat(findings).hasValue(rounds);
    }
}
