package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes and deletes events inside the writer's transactions. */
final class EventWriter {

    /** How many rows a step deletes at most: others wait for the transaction that it is part of. */
    private static final int DELETED_ROWS_MAX = EventStore.APPENDED_EVENTS_MAX;

    private final Fences fences;
    private final PreparedStatement bounds;
    private final PreparedStatement insert;
    private final PreparedStatement setDeletedTo;
    private final PreparedStatement lowest;
    private final PreparedStatement delete;

    EventWriter(Connection connection, Fences fences) throws SQLException {
        this.fences = fences;
        bounds = connection.prepareStatement(EventQueries.BOUNDS);
        insert = connection.prepareStatement("INSERT INTO event"
                + " (entity_type,entity_id,shard,sequence,epoch,written,headers,event) VALUES (?,?,?,?,?,?,?,?)");
        setDeletedTo = connection.prepareStatement("INSERT INTO event_log (entity_type,entity_id,deleted_to)"
                + " VALUES (?,?,?) ON CONFLICT (entity_type, entity_id) DO UPDATE SET deleted_to=excluded.deleted_to");
        lowest = connection.prepareStatement("SELECT min(sequence) FROM event WHERE entity_type=? AND entity_id=?");
        delete = connection.prepareStatement("DELETE FROM event WHERE entity_type=? AND entity_id=? AND sequence<=?");
    }

    /** @throws IllegalArgumentException if these are not events that {@link EventStore#append} takes */
    static void checkShape(List<EventRow> events) {
        if (events.isEmpty() || events.size() > EventStore.APPENDED_EVENTS_MAX) {
            throw new IllegalArgumentException("Nothing was written: " + events.size() + " events, but 1 to "
                    + EventStore.APPENDED_EVENTS_MAX + " can be appended");
        }
        EventRow first = events.get(0);
        if (first.sequence() < 1) {
            throw new IllegalArgumentException(
                    "Nothing was written: the sequence number " + first.sequence() + " is below 1");
        }
        for (int i = 0; i < events.size(); i++) {
            EventRow event = events.get(i);
            if (!event.entityType().equals(first.entityType())
                    || !event.entityId().equals(first.entityId())
                    || event.shard() != first.shard()
                    || event.epoch() != first.epoch()
                    || event.sequence() != first.sequence() + i) {
                throw new IllegalArgumentException("Nothing was written: event " + event.sequence() + " of '"
                        + event.entityId() + "' does not follow the one before it in the list,"
                        + " or is of another entity, shard or epoch");
            }
        }
    }

    Boolean append(List<EventRow> events) throws SQLException {
        EventRow first = events.get(0);
        fences.check(first.shardKey(), first.epoch());
        long highest = EventQueries.bounds(bounds, first.entityType(), first.entityId())
                .highest();
        if (first.sequence() != highest + 1) {
            throw new StoreException(
                    StoreException.Kind.VERSION_CONFLICT,
                    "Nothing was written: the last event of '" + first.entityId() + "' is " + highest + ", not "
                            + (first.sequence() - 1));
        }
        for (EventRow event : events) {
            insert.setString(1, event.entityType());
            insert.setString(2, event.entityId());
            insert.setInt(3, event.shard());
            insert.setLong(4, event.sequence());
            insert.setLong(5, event.epoch());
            insert.setString(6, event.written().toString());
            insert.setString(7, event.headers());
            insert.setString(8, event.event());
            insert.executeUpdate();
        }
        return true;
    }

    /**
     * Notes that the events are deleted, which is all that readers go by, and removes the first of their rows.
     *
     * @return whether rows are left that {@link #removeDeleted} should remove
     */
    Boolean delete(ShardKey shard, long epoch, String entityId, long to) throws SQLException {
        fences.check(shard, epoch);
        EventStore.LogBounds log = EventQueries.bounds(bounds, shard.entityType(), entityId);
        // The numbering goes on behind the last event, so no more than that can be deleted.
        long deletedTo = Math.min(to, log.highest());
        if (deletedTo > log.deletedTo()) {
            setDeletedTo.setString(1, shard.entityType());
            setDeletedTo.setString(2, entityId);
            setDeletedTo.setLong(3, deletedTo);
            setDeletedTo.executeUpdate();
        }
        return removeDeleted(shard, entityId);
    }

    /**
     * Removes rows of deleted events. Needs no fence, since deleted events never come back.
     *
     * @return whether rows are left that should be removed
     */
    Boolean removeDeleted(ShardKey shard, String entityId) throws SQLException {
        long deletedTo =
                EventQueries.bounds(bounds, shard.entityType(), entityId).deletedTo();
        lowest.setString(1, shard.entityType());
        lowest.setString(2, entityId);
        long last;
        try (ResultSet row = lowest.executeQuery()) {
            long first = row.getLong(1);
            if (row.wasNull() || first > deletedTo) {
                return false;
            }
            last = Math.min(deletedTo, first + DELETED_ROWS_MAX - 1);
        }
        delete.setString(1, shard.entityType());
        delete.setString(2, entityId);
        delete.setLong(3, last);
        delete.executeUpdate();
        return last < deletedTo;
    }
}
