package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AtOnceTest {

    private final AtOnce two = new AtOnce(2);

    @Test
    void theThirdOperationBeginsWhenOneHasEnded() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        List<String> begun = new ArrayList<>();
        CompletableFuture<String> a = two.run(() -> begin(begun, "a", first));
        CompletableFuture<String> b = two.run(() -> begin(begun, "b", second));
        CompletableFuture<String> c = two.run(() -> begin(begun, "c", CompletableFuture.completedFuture("3")));

        assertThat(begun).containsExactly("a", "b");
        second.complete("2");

        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(b).isCompletedWithValue("2");
        assertThat(c).isCompletedWithValue("3");
        assertThat(a).isNotDone();
    }

    @Test
    void whatFailsOrThrowsMakesWayForTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(two.run(() -> CompletableFuture.failedFuture(new IllegalArgumentException("failed"))))
                    .isCompletedExceptionally();
            assertThat(two.run(() -> {
                        throw new IllegalStateException("thrown");
                    }))
                    .isCompletedExceptionally();
        }
        assertThat(two.run(() -> CompletableFuture.completedFuture("done"))).isCompletedWithValue("done");
    }

    @Test
    void manyOperationsThatWaitAndThenEndAtOnceDoNotFillTheStack() {
        CompletableFuture<String> first = new CompletableFuture<>();
        AtOnce one = new AtOnce(1);
        AtomicInteger ended = new AtomicInteger();
        CompletableFuture<String> before = one.run(() -> first);
        for (int i = 0; i < 100_000; i++) {
            var unused = one.run(() -> CompletableFuture.completedFuture("")).thenRun(ended::incrementAndGet);
        }

        first.complete("first");

        assertThat(before).isCompletedWithValue("first");
        assertThat(ended).hasValue(100_000);
    }

    private static CompletableFuture<String> begin(List<String> begun, String name, CompletableFuture<String> end) {
        begun.add(name);
        return end;
    }
}
