package dev.substrate.cassandra;

import org.jspecify.annotations.Nullable;

/** A local Cassandra cannot be started, or has ended; the message says why and what to do. */
public final class CassandraException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CassandraException(String message) {
        this(message, null);
    }

    CassandraException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
