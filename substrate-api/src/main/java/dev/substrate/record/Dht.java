package dev.substrate.record;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store of small versioned JSON records, spread over the nodes of the cluster. Each record has one owner at a time; the
 * owner gives out versions, which start at 1 and rise by exactly 1 with every write, deletions included.
 *
 * <p><b>Guarantees.</b> A write that ended in {@link WriteOutcome.Written} is durable. Per record, {@link #get} and all
 * writes are linearizable, also while two nodes believe that they own the record.
 *
 * <p><b>Failures.</b> How a write ended is its {@link WriteOutcome}; refusals and unknown outcomes are no exceptions. Reads, the
 * one inside an update included, fail with {@link RecordUnavailableException} if no answer came in time, or
 * {@link RecordUnreadableException} if the entity is not of the asked class, as may that of a record which a conflict
 * brings. A record whose row cannot be read refuses at once: reads fail with {@link RecordDamagedException}, writes and
 * updates end in {@link WriteOutcome.Damaged}. An update fails with what its updater throws, and then nothing was written. An entity that Jackson cannot
 * write is an {@link IllegalArgumentException}. Names out of bounds throw {@link InvalidNameException} when the key is
 * made.
 *
 * <p><b>Threads.</b> No method blocks. Stages complete on a pool of Substrate's own for callbacks
 * ({@code substrate.record.callback-dispatcher}), never on a thread of an actor: dependent actions may compute, and should not wait.
 * An implementation is safe for use by several threads.
 */
public interface Dht {

    /** Reads a record as of some moment between call and answer: the read sees every write that was acknowledged before. */
    <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key);

    /**
     * Reads a record where it is quickest, and perhaps a little old: from this node's cache, or else from its owner.
     *
     * <p>What comes from the cache was the newest version at most {@code substrate.record.cache.staleness-max} (2 s) before the
     * call, also when the store is away, messages are lost or the process stood still. What comes from an owner, because
     * the cache does not know enough, may be older if that node was replaced as the owner and does not know it yet; the
     * cache keeps nothing of that. A node does not show an older version than the one that was last acknowledged to it or that it
     * last read, as long as it remembers ({@code substrate.record.version-hints-max}), unless the owner that it asks cannot be
     * reached.
     *
     * <p>The entity is read from its text for each call: nobody shares an object with the cache. The stage may be complete when
     * it is returned, and then runs what depends on it on the caller's thread.
     */
    <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key);

    /**
     * Reads the headers of a record's newest version, a deletion included, as {@link #get} reads the record.
     *
     * @return empty if the record was never written, or was deleted so long ago that its tombstone was purged
     */
    CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key);

    /**
     * Reads several records, each as {@link #get} does, and each for itself: together they are no snapshot. Requests for
     * the same node travel together.
     *
     * @param keys at most {@code substrate.record.batch-keys-max} of them
     * @return what became of each, in the order of the keys; the stage itself does not fail
     * @throws IllegalArgumentException if there are too many
     */
    <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> getAll(Collection<RecordKey<T>> keys);

    /** Writes several records, whatever is there now. */
    default <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(Map<RecordKey<T>, T> values) {
        return putAll(values, WriteOptions.none());
    }

    /**
     * Writes several records under the same options, each as {@link #put(RecordKey, Object, WriteOptions)} does, and each for
     * itself: some may be written and others not. Requests for the same node travel together.
     *
     * @param values at most {@code substrate.record.batch-keys-max} of them
     * @return what became of each, in the order of the values; it fails only as a {@code put} does, by an entity that cannot be
     *     written as JSON, and then nothing was written
     * @throws IllegalArgumentException if there are too many
     */
    <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(Map<RecordKey<T>, T> values, WriteOptions options);

    /** Writes an entity, whatever is there now. */
    default <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value) {
        return put(key, value, WriteOptions.none());
    }

    /** Writes an entity under options: a condition, a request id, a deadline. */
    <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options);

    /** Writes an entity if there is none; otherwise the outcome is a {@link WriteOutcome.Conflict} with the one there is. */
    default <T> CompletionStage<WriteOutcome<T>> putIfAbsent(RecordKey<T> key, T value) {
        return put(key, value, WriteOptions.none().onlyIf(WriteOptions.Condition.Absent.ABSENT));
    }

    /**
     * Reads a record, asks the updater for the next entity, and writes it if nobody else wrote meanwhile; if somebody did,
     * asks again with the newer record that the refusal brought, at most {@code substrate.record.update-attempts-max}
     * times with growing, jittered pauses. Its deadline is for all attempts together.
     */
    default <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater) {
        return update(key, updater, WriteOptions.none());
    }

    /**
     * Updates a record under options. A condition is checked against the record that the updater is shown; a request id
     * stands for the whole update.
     */
    <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options);

    /** Deletes a record: what stays is a tombstone with a version. The outcome for an absent record is a refusal. */
    default <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key) {
        return delete(key, WriteOptions.none());
    }

    /** Deletes a record under options. */
    <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options);

    /**
     * Shows every version of a record, from one on, in order and without a gap, whoever owns it meanwhile; what is not kept
     * any more is said to be skipped. How long versions are kept is the setting {@code substrate.record.versions-kept-for}.
     *
     * @param fromVersion the first version to show, which need not be there yet
     */
    <T> Watch watch(RecordKey<T> key, long fromVersion, RecordListener<T> listener);

    /**
     * Shows every version of all records of a type whose ids begin alike, the versions of each record in order and without a gap.
     *
     * @param place where their names hold; null for the place of the type's scope in which this node is
     * @param idPrefix how their ids begin; empty for all of the type
     * @param resume {@link RecordChange#resume} of the change to go on after; null to show what is written from now on
     * @throws InvalidNameException if {@code resume} is none
     */
    <T> Watch watch(
            RecordType<T> type,
            @Nullable Place place,
            String idPrefix,
            @Nullable String resume,
            RecordListener<T> listener);

    /**
     * Finds a page of the records of a type whose fields meet conditions, by an index in memory.
     *
     * <p>Whoever reads page after page meets every record that matched all the while exactly once, and none that did not match
     * when it was read. Unless the query allows otherwise, a page sees every write that was acknowledged before it was asked for.
     *
     * @return failed with {@link QueryRefusedException} if none of the fields is indexed, the index would be too large, or it is not built in time
     * @throws InvalidNameException if the cursor is not of such a query
     */
    <T> CompletionStage<QueryPage<T>> query(Query<T> query);
}
