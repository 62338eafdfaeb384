package dev.substrate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.FenceLostException;
import dev.substrate.store.StoreException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the operations of a store ended. */
final class Answers {

    private Answers() {}

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Waits for the end; null if it was a success. */
    static @Nullable Throwable failure(CompletionStage<?> stage) {
        return stage.<@Nullable Throwable>handle((done, failure) ->
                        failure != null && failure.getCause() != null && !(failure instanceof StoreException)
                                ? failure.getCause()
                                : failure)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    static StoreException assertRefused(CompletionStage<?> stage, StoreException.Kind kind) {
        Throwable failure = failure(stage);
        assertThat(failure).isInstanceOf(StoreException.class);
        StoreException refusal = (StoreException) failure;
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        return refusal;
    }

    static void assertFenceLost(CompletionStage<?> stage) {
        assertThat(failure(stage)).isInstanceOf(FenceLostException.class);
    }
}
