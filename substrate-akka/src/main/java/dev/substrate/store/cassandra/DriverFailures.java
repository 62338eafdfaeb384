package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import dev.substrate.store.StoreException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Says what a failure of the driver means: whether anything can have been written. */
final class DriverFailures {

    private DriverFailures() {}

    /** Returns what it means that a read failed. */
    static StoreException ofRead(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        return isBusy(cause)
                ? new StoreException(StoreException.Kind.BUSY, "As many requests wait as may", cause)
                : new StoreException(
                        StoreException.Kind.UNAVAILABLE, "Cassandra does not answer: " + cause.getMessage(), cause);
    }

    /** Returns what it means that a write failed. */
    static StoreException ofWrite(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        if (isBusy(cause)) {
            return new StoreException(
                    StoreException.Kind.BUSY, "Nothing was written: as many requests wait as may", cause);
        }
        return neverRan(cause)
                ? new StoreException(
                        StoreException.Kind.UNAVAILABLE, "Nothing was written: " + cause.getMessage(), cause)
                : new StoreException(
                        StoreException.Kind.UNKNOWN,
                        "It is not known whether it was written: " + cause.getMessage(),
                        cause);
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static boolean isBusy(Throwable cause) {
        return cause instanceof RequestThrottlingException;
    }

    /** Returns whether no node can have begun to execute the request. */
    private static boolean neverRan(Throwable cause) {
        if (cause instanceof AllNodesFailedException everywhere) {
            return everywhere.getAllErrors().values().stream()
                    .flatMap(List::stream)
                    .allMatch(DriverFailures::neverRan);
        }
        return cause instanceof NoNodeAvailableException
                || cause instanceof NodeUnavailableException
                || cause instanceof BusyConnectionException
                || cause instanceof UnavailableException
                || cause instanceof BootstrappingException
                || cause instanceof QueryValidationException
                || cause instanceof IllegalStateException;
    }
}
