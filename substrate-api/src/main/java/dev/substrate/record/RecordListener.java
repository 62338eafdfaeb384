package dev.substrate.record;

/**
 * Is told what a watch shows, one call after the other, on the pool for callbacks. It should not wait: what comes meanwhile
 * is bounded ({@code substrate.record.watch-buffer-max}), and a watch ends that does not keep up.
 *
 * @param <T> the entity class
 */
public interface RecordListener<T> {

    /** A version with an entity. */
    void onVersion(Versioned<T> record);

    /** A record was deleted. */
    void onDeleted(RecordHeaders tombstone);

    /** Versions cannot be shown, see {@link RecordChange.Skipped}. */
    default void onSkipped(RecordId id, long from, long to) {}

    /** All up to here was shown, see {@link RecordChange.Progress}; the first time, the watch has begun. */
    default void onProgress() {}

    /** Nothing more will come. */
    void onEnd(RecordChange.Ended<T> end);
}
