package dev.substrate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuestionsTest {

    private final Questions questions = new Questions(3);

    @Test
    void allThatWaitAreTakenInTheOrderInWhichTheyCame() throws InterruptedException {
        add(questions, 1, 2, 3);
        assertThat(questions.size()).isEqualTo(3);
        List<Question> taken = new ArrayList<>();
        questions.take(taken);
        assertThat(taken).extracting(Question::epoch).containsExactly(1L, 2L, 3L);
        assertThat(questions.size()).isZero();
        add(questions, 4);
        assertThat(questions.size()).isEqualTo(1);
    }

    @Test
    void moreThanMayWaitAreRefused() throws InterruptedException {
        add(questions, 1, 2, 3);
        Question refused = question(4);
        questions.add(refused);
        assertRefused(refused, StoreException.Kind.BUSY);
        List<Question> taken = new ArrayList<>();
        questions.take(taken);
        Question let = question(5);
        questions.add(let);
        assertThat(let).isNotDone();
    }

    @Test
    void whoIsLateIsToldThatTheStoreIsClosed() {
        add(questions, 1, 2);
        List<Question> taken = new ArrayList<>();
        questions.close(taken);
        assertThat(taken).extracting(Question::epoch).containsExactly(1L, 2L);
        Question late = question(3);
        questions.add(late);
        assertRefused(late, StoreException.Kind.UNAVAILABLE);
        assertThat(questions.size()).isZero();
    }

    @Test
    void theOneWhoTakesCanBeToldToEndWhileItSleeps() throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread taker = new Thread(() -> {
            try {
                questions.take(new ArrayList<>());
                ended.complete(false);
            } catch (InterruptedException e) {
                ended.complete(true);
            }
        });
        taker.start();
        taker.interrupt();
        assertThat(ended.join()).isTrue();
        taker.join();
    }

    @Test
    void noneOfThoseWhoComeAtTheSameTimeIsForgotten() throws Exception {
        int askers = 4;
        int each = 20_000;
        Questions many = new Questions(askers * each);
        ExecutorService pool = Executors.newFixedThreadPool(askers);
        try {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < askers; i++) {
                long from = (long) i * each;
                asking.add(pool.submit(() -> LongStream.range(from, from + each).forEach(number -> add(many, number))));
            }
            List<Question> taken = new ArrayList<>();
            while (taken.size() < askers * each) {
                many.take(taken);
            }
            for (Future<?> asker : asking) {
                asker.get();
            }
            assertThat(taken.stream().map(Question::epoch).sorted())
                    .isEqualTo(LongStream.range(0, (long) askers * each).boxed().toList());
        } finally {
            pool.shutdownNow();
        }
    }

    private static void add(Questions questions, long... epochs) {
        for (long epoch : epochs) {
            questions.add(question(epoch));
        }
    }

    private static Question question(long epoch) {
        return new Question(new ShardKey("record", 7), epoch);
    }

    private static void assertRefused(Question question, StoreException.Kind kind) {
        assertThatThrownBy(question::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
