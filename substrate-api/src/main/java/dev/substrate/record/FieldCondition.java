package dev.substrate.record;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a field of an entity. Of an array, one of its elements must do; what is missing, {@code null} or an object
 * meets no condition.
 *
 * <p>As text: {@code /age >= 18}, {@code /city = Berlin}, {@code /name ^= "An"}; see {@link #parse}.
 *
 * @param field where the value is in the entity: a JSON pointer (RFC 6901) such as {@code /address/city}
 * @param test what must be true of a value there
 */
public record FieldCondition(String field, Test test) {

    /** The longest name of a field, in characters. */
    public static final int FIELD_LENGTH_MAX = 256;

    /** The longest text to compare with, in characters. */
    public static final int TEXT_LENGTH_MAX = 4096;

    /** What may be true of a value. */
    public sealed interface Test {
        /** Returns whether it is. */
        boolean passes(FieldValue value);
    }

    /**
     * It lies between two values. With one end only, it is of the same kind as that; with none, it is anything.
     *
     * @param from null for no lower end
     * @param above whether it must not be {@code from} itself
     * @param to null for no upper end
     * @param below whether it must not be {@code to} itself
     */
    public record Range(
            @Nullable FieldValue from,
            boolean above,
            @Nullable FieldValue to,
            boolean below) implements Test {
        /** @throws InvalidQueryException if the ends are of different kinds, or too long */
        public Range {
            if (from != null && to != null && !from.isLike(to)) {
                throw new InvalidQueryException("The ends of a range are of one kind, not " + from + " and " + to);
            }
            requireShort(from);
            requireShort(to);
        }

        @Override
        public boolean passes(FieldValue value) {
            return isAfterFrom(value) && isBeforeTo(value);
        }

        private boolean isAfterFrom(FieldValue value) {
            return from == null || (value.isLike(from) && value.compareTo(from) >= (above ? 1 : 0));
        }

        private boolean isBeforeTo(FieldValue value) {
            return to == null || (value.isLike(to) && value.compareTo(to) <= (below ? -1 : 0));
        }
    }

    /** It is a text that begins with another one. */
    public record Prefix(String text) implements Test {
        /** @throws InvalidQueryException if it is too long */
        public Prefix {
            requireShort(FieldValue.of(text));
        }

        @Override
        public boolean passes(FieldValue value) {
            return value instanceof FieldValue.Text of && of.text().startsWith(text);
        }
    }

    /** @throws InvalidQueryException if the field is no JSON pointer */
    public FieldCondition {
        requireField(field);
        Objects.requireNonNull(test, "test");
    }

    /** Says that a field has a value. */
    public static FieldCondition equalTo(String field, FieldValue value) {
        return new FieldCondition(field, new Range(value, false, value, false));
    }

    /** Says that a field has this value or one behind it, of the same kind. */
    public static FieldCondition atLeast(String field, FieldValue value) {
        return new FieldCondition(field, new Range(value, false, null, false));
    }

    /** Says that a field has a value behind this one, of the same kind. */
    public static FieldCondition above(String field, FieldValue value) {
        return new FieldCondition(field, new Range(value, true, null, false));
    }

    /** Says that a field has this value or one in front of it, of the same kind. */
    public static FieldCondition atMost(String field, FieldValue value) {
        return new FieldCondition(field, new Range(null, false, value, false));
    }

    /** Says that a field has a value in front of this one, of the same kind. */
    public static FieldCondition below(String field, FieldValue value) {
        return new FieldCondition(field, new Range(null, false, value, true));
    }

    /** Says that a field has one of these two values or one between them. */
    public static FieldCondition between(String field, FieldValue from, FieldValue to) {
        return new FieldCondition(field, new Range(from, false, to, false));
    }

    /** Says that a field has a text that begins like this. */
    public static FieldCondition startsWith(String field, String text) {
        return new FieldCondition(field, new Prefix(text));
    }

    /** Says that a field has any truth value, number or text. */
    public static FieldCondition exists(String field) {
        return new FieldCondition(field, new Range(null, false, null, false));
    }

    /**
     * Reads a condition as people write it: a field, one of {@code = >= > <= < ^=}, and a value, with spaces between them or
     * without. A value that is a JSON number, {@code true}, {@code false} or a text in double quotes is that; anything else is a text as
     * it stands. A field that holds one of {@code = < > ^} or a space stands in double quotes. {@code /field exists} asks for any value.
     *
     * @throws InvalidQueryException if it is none; the message shows the place
     */
    public static FieldCondition parse(String text) {
        return new ConditionParser(text).parse();
    }

    /**
     * Returns the condition that one value must meet both this and another range of the same field; empty if they are not two
     * ends of one.
     */
    public Optional<FieldCondition> and(FieldCondition other) {
        if (!field.equals(other.field) || !(test instanceof Range one) || !(other.test instanceof Range two)) {
            return Optional.empty();
        }
        if (one.to() == null && two.from() == null && one.from() != null && two.to() != null) {
            return Optional.of(new FieldCondition(field, new Range(one.from(), one.above(), two.to(), two.below())));
        }
        return one.from() == null && two.to() == null && one.to() != null && two.from() != null
                ? other.and(this)
                : Optional.empty();
    }

    /** Returns the two ends of a range, or this condition alone: conditions whose text {@link #parse} reads. */
    public List<FieldCondition> parts() {
        return test instanceof Range range && range.from() != null && range.to() != null && !isEquality(range)
                ? List.of(
                        new FieldCondition(field, new Range(range.from(), range.above(), null, false)),
                        new FieldCondition(field, new Range(null, false, range.to(), range.below())))
                : List.of(this);
    }

    private static boolean isEquality(Range range) {
        return range.from() != null && range.from().equals(range.to()) && !range.above() && !range.below();
    }

    /** @throws InvalidQueryException if a text is no JSON pointer to a field */
    public static void requireField(String field) {
        if (field.length() > FIELD_LENGTH_MAX) {
            throw new InvalidQueryException("The name of a field has at most " + FIELD_LENGTH_MAX + " characters");
        }
        if (!field.startsWith("/")) {
            throw new InvalidQueryException(
                    "A field is a JSON pointer such as /age or /address/city; this is not: '" + field + "'");
        }
        for (int i = field.indexOf('~'); i >= 0; i = field.indexOf('~', i + 1)) {
            if (i + 1 == field.length() || (field.charAt(i + 1) != '0' && field.charAt(i + 1) != '1')) {
                throw new InvalidQueryException(
                        "In a JSON pointer a ~ is written as ~0, and a / in a name as ~1; this is not: '" + field
                                + "'");
            }
        }
    }

    /** Returns the condition as {@link #parse} reads it; two ends of a range with {@code &&} between them, of which it reads the {@link #parts}. */
    @Override
    public String toString() {
        String name = FieldText.field(field);
        if (test instanceof Prefix prefix) {
            return name + " ^= " + FieldText.quoted(prefix.text());
        }
        Range range = (Range) test;
        FieldValue from = range.from();
        FieldValue to = range.to();
        if (from == null && to == null) {
            return name + " exists";
        }
        if (isEquality(range)) {
            return name + " = " + from;
        }
        String lower = from == null ? "" : name + (range.above() ? " > " : " >= ") + from;
        String upper = to == null ? "" : name + (range.below() ? " < " : " <= ") + to;
        return lower + (from == null || to == null ? "" : " && ") + upper;
    }

    private static void requireShort(@Nullable FieldValue value) {
        if (value instanceof FieldValue.Text text && text.text().length() > TEXT_LENGTH_MAX) {
            throw new InvalidQueryException("A text to compare with has at most " + TEXT_LENGTH_MAX + " characters");
        }
    }
}
