package dev.substrate.benchmark.node;

import org.jspecify.annotations.Nullable;

/** Says why there is no result. */
public final class BenchmarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for people. */
    public BenchmarkException(String message) {
        this(message, null);
    }

    /** Makes an exception with a message for people, and its cause. */
    public BenchmarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
