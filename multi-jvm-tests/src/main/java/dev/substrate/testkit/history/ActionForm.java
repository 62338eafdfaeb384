package dev.substrate.testkit.history;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How actions of one kind are kept in files.
 *
 * @param name of the kind, in the file
 * @param type of the kind
 * @param fields takes an action apart, into null, Boolean, Long, Integer, String, and Lists and Sets of them
 * @param make puts it together
 */
public record ActionForm<A extends Action>(
        String name,
        Class<A> type,
        Function<A, List<@Nullable Object>> fields,
        Function<List<@Nullable Object>, A> make) {

    List<@Nullable Object> fieldsOf(Action action) {
        return fields.apply(type.cast(action));
    }
}
