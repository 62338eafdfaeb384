package dev.substrate.store.internal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/** Converts stages without the detour over the common pool that Scala's own converters take. */
final class ScalaFutures {

    private ScalaFutures() {}

    static <T> Future<T> asScala(CompletionStage<T> stage) {
        Promise<T> promise = Promise$.MODULE$.apply();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                promise.success(value);
            } else {
                promise.failure(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
        return promise.future();
    }
}
