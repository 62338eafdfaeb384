package dev.substrate.service.internal.message;

import dev.substrate.message.MessageOptions;
import dev.substrate.message.TransactionId;
import java.util.HexFormat;
import java.util.Random;
import org.slf4j.MDC;

/** Where transaction ids come from, and the log context that they are in. Safe for use by several threads if the random source is. */
final class Transactions {

    private static final int RANDOM_BYTES = 16;

    private final Random random;

    Transactions(Random random) {
        this.random = random;
    }

    /** Returns the transaction that a message is part of: the given one, or that of the calling thread, or else a new one. */
    TransactionId of(MessageOptions options) {
        TransactionId given = options.transaction();
        if (given != null) {
            return given;
        }
        String current = MDC.get(TransactionId.LOG_KEY);
        if (current != null) {
            try {
                return new TransactionId(current);
            } catch (IllegalArgumentException e) {
                // Something else uses the key.
                return fresh();
            }
        }
        return fresh();
    }

    TransactionId fresh() {
        return new TransactionId(text());
    }

    /** Returns what a message is called. */
    String correlation(MessageOptions options) {
        String given = options.correlation();
        return given != null ? given : text();
    }

    /** Runs something with the transaction in the log context, and leaves the context as it was. */
    static void within(TransactionId transaction, Runnable task) {
        String before = MDC.get(TransactionId.LOG_KEY);
        MDC.put(TransactionId.LOG_KEY, transaction.text());
        try {
            task.run();
        } finally {
            if (before == null) {
                MDC.remove(TransactionId.LOG_KEY);
            } else {
                MDC.put(TransactionId.LOG_KEY, before);
            }
        }
    }

    private String text() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
