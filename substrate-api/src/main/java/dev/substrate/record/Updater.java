package dev.substrate.record;

import org.jspecify.annotations.Nullable;

/**
 * Computes the next entity of a record from the current one.
 *
 * <p>It may run several times for one {@link Dht#update}, each time with a newer record, so it must have no effect but
 * its result. It runs on a thread where it may compute, but should not wait.
 *
 * @param <T> the entity class
 */
@FunctionalInterface
public interface Updater<T> {

    /**
     * Returns the next entity, or null to decline: then nothing is written.
     *
     * @param current the record as it is now, or null if there is none or it was deleted
     */
    @Nullable
    T update(@Nullable Versioned<T> current);
}
