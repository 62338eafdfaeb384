package dev.substrate.store;

import java.time.Instant;

/**
 * Which snapshots of an entity are meant; all bounds are inclusive.
 *
 * @param sequenceMin the lowest sequence number
 * @param sequenceMax the highest sequence number
 * @param takenMin the earliest time
 * @param takenMax the latest time
 */
public record SnapshotChoice(long sequenceMin, long sequenceMax, Instant takenMin, Instant takenMax) {

    /** All snapshots. */
    public static final SnapshotChoice ALL = new SnapshotChoice(0, Long.MAX_VALUE, Instant.MIN, Instant.MAX);

    /** Returns whether a snapshot is meant. */
    public boolean includes(long sequence, Instant taken) {
        return sequence >= sequenceMin
                && sequence <= sequenceMax
                && !taken.isBefore(takenMin)
                && !taken.isAfter(takenMax);
    }
}
