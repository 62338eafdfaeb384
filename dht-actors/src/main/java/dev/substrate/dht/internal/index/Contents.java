package dev.substrate.dht.internal.index;

import dev.substrate.record.FieldValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an index knows of the content of one version of a record.
 *
 * @param values the values of each indexed field, long texts cut
 * @param whole whether these are all; if not, the record must be looked at, whatever is asked for
 */
record Contents(List<Set<FieldValue>> values, boolean whole) {

    /** How much of a text is in the index, in characters. Cutting keeps the order, so what is found is only too much. */
    static final int TEXT_CHARS_MAX = 64;

    static final Contents NONE = new Contents(List.of(), true);

    /** What is not known. */
    static final Contents UNKNOWN = new Contents(List.of(), false);

    /**
     * Makes contents of what was read.
     *
     * @param valuesMax how many values a record may have in the index, all fields together
     */
    static Contents of(List<List<FieldValue>> read, int valuesMax) {
        int count = 0;
        boolean any = false;
        for (List<FieldValue> values : read) {
            count += values.size();
            any |= !values.isEmpty();
        }
        if (count > valuesMax) {
            return UNKNOWN;
        }
        return any
                ? new Contents(
                        read.stream()
                                .<Set<FieldValue>>map(values -> switch (values.size()) {
                                    case 0 -> Set.of();
                                    case 1 -> Set.of(cut(values.get(0)));
                                    default -> {
                                        Set<FieldValue> distinct = new TreeSet<>();
                                        values.forEach(value -> distinct.add(cut(value)));
                                        yield distinct;
                                    }
                                })
                                .toList(),
                        true)
                : NONE;
    }

    static FieldValue cut(FieldValue value) {
        return value instanceof FieldValue.Text text ? FieldValue.of(cut(text.text())) : value;
    }

    static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }

    /** Returns the values of a field. */
    Set<FieldValue> of(int field) {
        return values.isEmpty() ? Set.of() : values.get(field);
    }
}
