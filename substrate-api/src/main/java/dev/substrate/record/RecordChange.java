package dev.substrate.record;

import java.util.Objects;

/**
 * What a watch shows. Versions of one record come in order, and each once; only after a watch was resumed may the newest
 * version of a record come a second time.
 *
 * @param <T> the entity class
 */
public sealed interface RecordChange<T> {

    /**
     * Returns where a watch goes on that is to show what follows on this. Opaque, of at most a few kilobytes of ASCII; it
     * serves for as long as versions are kept.
     */
    String resume();

    /**
     * A version with an entity.
     *
     * @param record the version
     * @param resume where a watch goes on after it
     * @param <T> the entity class
     */
    record Version<T>(Versioned<T> record, String resume) implements RecordChange<T> {}

    /**
     * A version that is the deletion of a record.
     *
     * @param headers of the deletion
     * @param resume where a watch goes on after it
     * @param <T> the entity class
     */
    record Deletion<T>(RecordHeaders headers, String resume) implements RecordChange<T> {}

    /**
     * Versions that cannot be shown: they are not kept any more, or cannot be read, or never were, because a record that was
     * deleted and forgotten came back with a higher version.
     *
     * @param id which record
     * @param from the first such version; 0 if that is not known
     * @param to the last one
     * @param resume where a watch goes on after them
     * @param <T> the entity class
     */
    record Skipped<T>(RecordId id, long from, long to, String resume) implements RecordChange<T> {}

    /**
     * Nothing new: all up to here was shown. The first that a watch shows; whatever is written from then on will be shown. Later
     * ones come from time to time while nothing else does, so that the place to resume at does not grow too old.
     *
     * @param resume where a watch goes on
     * @param <T> the entity class
     */
    record Progress<T>(String resume) implements RecordChange<T> {}

    /**
     * The last that a watch shows that ends by itself.
     *
     * @param reason why it ends
     * @param explanation the same in words, and what to do
     * @param resume where a watch goes on; empty if it has to begin anew
     * @param <T> the entity class
     */
    record Ended<T>(Reason reason, String explanation, String resume) implements RecordChange<T> {

        /** Checks that nothing is missing. */
        public Ended {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Why a watch ends. */
    enum Reason {
        /** It was cancelled. */
        CANCELLED,
        /** Whoever watches did not keep up, and as much as may was waiting. Resume it. */
        TOO_SLOW,
        /** Versions that it was to show are not kept any more, or none are. Watch from now on, and then scan the records. */
        NOT_KEPT,
        /** What it is to show could not be read, or whoever watches failed. */
        FAILED,
        /** The node stops. Resume it on another one. */
        STOPPED
    }
}
