package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps a log of events for each entity.
 *
 * <p>What is read is one log that some owner after the other has written, each on top of what it had read: an event that
 * a former owner left behind a newer owner's events is never returned and never counted.
 */
public interface EventStore {

    /**
     * Which events of an entity a log holds.
     *
     * @param deletedTo the sequence number up to which events are deleted; 0 if none are
     * @param highest the sequence number of the last event, deleted ones included; 0 if there never was one
     */
    record LogBounds(long deletedTo, long highest) {}

    /**
     * Appends events to the log of one entity, all or none. The caller owns the shard and has read how far the log goes.
     *
     * @param events one or more, with consecutive sequence numbers and the same entity, shard and epoch; at most
     *     {@link #APPENDED_EVENTS_MAX}
     * @return completed when the events are durable and their epoch was still current afterwards
     */
    CompletionStage<Void> append(List<EventRow> events);

    /** How many events {@link #append} takes at most. */
    int APPENDED_EVENTS_MAX = 1_000;

    /**
     * Finds out how far the log of an entity goes; sees every append that was acknowledged before the call.
     *
     * @param known the sequence number of an event that is known to be in the log, where the search may begin; 0 if none is
     * @return failed with {@link StoreException.Kind#DAMAGED} if an event that must be there is missing
     */
    CompletionStage<LogBounds> bounds(ShardKey shard, String entityId, long known);

    /**
     * Finds out how far the log of an entity goes, for the owner of the shard, who builds on it. What the bounds enclose is
     * settled: nothing that was written before, by a former owner or by an attempt whose outcome is not known, can take
     * the place of any of these events any more.
     *
     * @param epoch the epoch under which the caller holds the shard; the last events may carry it from now on
     * @param known as for {@link #bounds}
     * @return failed with {@link dev.substrate.fence.FenceLostException} if it is found out that the epoch is not current
     */
    CompletionStage<LogBounds> recoverLog(ShardKey shard, long epoch, String entityId, long known);

    /**
     * Reads a page of events; sees every append that was acknowledged before the call.
     *
     * @param from the first sequence number, not beyond the one after the last event; events that are deleted are left out
     * @param to the last sequence number
     * @param eventsMax how many events at most
     * @return failed with {@link StoreException.Kind#DAMAGED} if an event that must be there is missing or unreadable
     */
    CompletionStage<EventPage> events(ShardKey shard, String entityId, long from, long to, int eventsMax);

    /**
     * Deletes the events up to a sequence number for good; the numbering goes on.
     *
     * @param epoch the epoch under which the caller holds the shard
     */
    CompletionStage<Void> deleteEvents(ShardKey shard, long epoch, String entityId, long to);

    /**
     * Checks what {@link #append} was given.
     *
     * @throws IllegalArgumentException if these are not events that can be appended together
     */
    static void requireAppendable(List<EventRow> events) {
        if (events.isEmpty() || events.size() > APPENDED_EVENTS_MAX) {
            throw new IllegalArgumentException("Nothing was written: " + events.size() + " events, but 1 to "
                    + APPENDED_EVENTS_MAX + " can be appended");
        }
        EventRow first = events.get(0);
        for (int i = 0; i < events.size(); i++) {
            EventRow event = events.get(i);
            if (!event.entityId().equals(first.entityId())
                    || !event.shardKey().equals(first.shardKey())
                    || event.epoch() != first.epoch()
                    || event.sequence() != first.sequence() + i
                    || event.sequence() < 1) {
                throw new IllegalArgumentException("Nothing was written: event " + event.sequence() + " of '"
                        + event.entityId() + "' does not follow those that are appended with it");
            }
        }
    }
}
