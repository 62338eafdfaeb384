package dev.substrate.store.internal;

import akka.persistence.state.scaladsl.GetObjectResult;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** From a row to the state of its entity, or to what stands for a row that cannot be read. */
final class StateReading {

    private StateReading() {}

    static CompletionStage<GetObjectResult<Object>> of(
            String uri, CompletionStage<Optional<StateRow>> row, StateFormat<Object> format) {
        return row.thenApply(found -> found.map(
                                stored -> new GetObjectResult<>(Option.apply(read(stored, format)), stored.version()))
                        .orElseGet(() -> new GetObjectResult<>(Option.empty(), 0)))
                .exceptionally(failure -> damaged(uri, failure, format));
    }

    private static @Nullable Object read(StateRow row, StateFormat<Object> format) {
        try {
            return format.read(row);
        } catch (RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "Nothing was written: the row of '" + row.uri() + "' cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static GetObjectResult<Object> damaged(String uri, Throwable failure, StateFormat<Object> format) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StoreException damage && damage.kind() == StoreException.Kind.DAMAGED) {
            Object instead = format.damaged(uri, damage.reason());
            if (instead != null) {
                return new GetObjectResult<>(Option.apply(instead), 0);
            }
        }
        throw new CompletionException(cause);
    }
}
