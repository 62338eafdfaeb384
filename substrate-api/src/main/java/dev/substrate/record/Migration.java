package dev.substrate.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the fields of an entity that was written by one version of its type into those of the next version. */
@FunctionalInterface
public interface Migration {

    /**
     * Returns the fields as the next version has them. May run on any thread, and several times for one record.
     *
     * @param fields the fields by name, which the method may change and return: objects are maps, arrays are lists, numbers are
     *     {@code Integer}, {@code Long}, {@code BigInteger} or {@code BigDecimal}
     */
    Map<String, @Nullable Object> migrate(Map<String, @Nullable Object> fields);
}
