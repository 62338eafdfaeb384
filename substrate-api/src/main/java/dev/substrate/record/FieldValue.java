package dev.substrate.record;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A value of a field by which records can be found. In order: {@code false}, {@code true}, then numbers by size, then texts by
 * code point.
 */
public sealed interface FieldValue extends Comparable<FieldValue> {

    /** {@code true} or {@code false}. */
    record Flag(boolean flag) implements FieldValue {
        @Override
        public String toString() {
            return Boolean.toString(flag);
        }
    }

    /**
     * A number of any size and precision.
     *
     * @param number without zeros at its end: 1, 1.0 and 10e-1 are the same
     */
    record Decimal(BigDecimal number) implements FieldValue {
        private static final int PLAIN_SCALE_MAX = 30;

        /** @throws ArithmeticException if its exponent cannot be counted */
        public Decimal {
            number = number.stripTrailingZeros();
        }

        @Override
        public String toString() {
            return Math.abs(number.scale()) > PLAIN_SCALE_MAX ? number.toString() : number.toPlainString();
        }
    }

    /** A text. */
    record Text(String text) implements FieldValue {
        /** Checks that there is one. */
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return FieldText.quoted(text);
        }
    }

    /** Returns a text. */
    static FieldValue of(String text) {
        return new Text(text);
    }

    /** Returns a number. */
    static FieldValue of(long number) {
        return new Decimal(BigDecimal.valueOf(number));
    }

    /** Returns a number. */
    static FieldValue of(BigDecimal number) {
        return new Decimal(number);
    }

    /** Returns a truth value. */
    static FieldValue of(boolean flag) {
        return new Flag(flag);
    }

    /** Reads a number as JSON writes it; empty if its exponent is beyond what can be counted (about two thousand million). */
    static Optional<FieldValue> number(String json) {
        try {
            return Optional.of(new Decimal(new BigDecimal(json)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Returns whether another value is of the same kind. */
    default boolean isLike(FieldValue other) {
        return getClass() == other.getClass();
    }

    @Override
    default int compareTo(FieldValue other) {
        if (this instanceof Text one && other instanceof Text two) {
            return FieldText.compare(one.text(), two.text());
        }
        if (this instanceof Decimal one && other instanceof Decimal two) {
            return one.number().compareTo(two.number());
        }
        if (this instanceof Flag one && other instanceof Flag two) {
            return Boolean.compare(one.flag(), two.flag());
        }
        return Integer.compare(FieldText.rank(this), FieldText.rank(other));
    }
}
