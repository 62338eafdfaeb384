package dev.substrate.message;

import java.util.Objects;

/**
 * How subscribers are asked one after the other. Immutable.
 *
 * @param order in which order
 * @param attemptsMax how many are asked at most
 * @param message deadline of the whole, transaction, correlation
 */
public record AnycastOptions(Order order, int attemptsMax, MessageOptions message) {

    /** In which order subscribers are asked. */
    public enum Order {
        /** This node, then its zone, then its region, then the others; in each by chance. */
        NEAR_FIRST,
        /** By chance, so that all get their share. */
        RANDOM
    }

    private static final AnycastOptions DEFAULTS =
            new AnycastOptions(Order.NEAR_FIRST, Integer.MAX_VALUE, MessageOptions.none());

    /** @throws IllegalArgumentException if {@code attemptsMax} is not positive */
    public AnycastOptions {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(message, "message");
        if (attemptsMax < 1) {
            throw new IllegalArgumentException("At least one subscriber is asked, not " + attemptsMax);
        }
    }

    /** Asks near ones first, and all of them if need be. */
    public static AnycastOptions nearFirst() {
        return DEFAULTS;
    }

    /** Asks by chance, and all of them if need be. */
    public static AnycastOptions random() {
        return new AnycastOptions(Order.RANDOM, Integer.MAX_VALUE, MessageOptions.none());
    }

    /** Asks at most so many. */
    public AnycastOptions attemptsMax(int attempts) {
        return new AnycastOptions(order, attempts, message);
    }

    /** Sets deadline, transaction and correlation. */
    public AnycastOptions message(MessageOptions options) {
        return new AnycastOptions(order, attemptsMax, options);
    }
}
