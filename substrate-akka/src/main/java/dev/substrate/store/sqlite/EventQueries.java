package dev.substrate.store.sqlite;

import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads events. A stale owner's cannot be among them: its transactions find the newer epoch and write nothing.
 */
final class EventQueries {

    /** The log of one entity: one row, whether there ever was an event or not. */
    static final String BOUNDS = "SELECT ?1 AS entity_type, ?2 AS entity_id,"
            + " coalesce((SELECT deleted_to FROM event_log WHERE entity_type=?1 AND entity_id=?2), 0) AS deleted_to,"
            + " coalesce((SELECT max(sequence) FROM event WHERE entity_type=?1 AND entity_id=?2), 0) AS highest";

    private final ReadView view;
    private final PreparedStatement bounds;
    private final PreparedStatement events;

    EventQueries(Connection connection) throws SQLException {
        view = new ReadView(connection);
        bounds = connection.prepareStatement(BOUNDS);
        events = connection.prepareStatement(
                "SELECT entity_type,entity_id,sequence,shard,epoch,written,headers,event FROM event"
                        + " WHERE entity_type=? AND entity_id=? AND sequence>=? AND sequence<=?"
                        + " ORDER BY sequence LIMIT ?");
    }

    LogBounds bounds(String entityType, String entityId) throws SQLException {
        return bounds(bounds, entityType, entityId);
    }

    /** Reads the bounds of a log with a statement prepared from {@link #BOUNDS}. */
    static LogBounds bounds(PreparedStatement bounds, String entityType, String entityId) throws SQLException {
        bounds.setString(1, entityType);
        bounds.setString(2, entityId);
        try (ResultSet rows = bounds.executeQuery()) {
            Columns row = new Columns("event_log or event", 2, rows);
            long deletedTo = row.number(3);
            return new LogBounds(deletedTo, Math.max(deletedTo, row.number(4)));
        }
    }

    EventPage events(String entityType, String entityId, long from, long to, int eventsMax) throws SQLException {
        // Bounds and events are of the same moment, or a deletion between them would look like a gap.
        return view.read(() -> {
            LogBounds log = bounds(entityType, entityId);
            long first = Math.max(from, log.deletedTo() + 1);
            long last = Math.min(to, log.highest());
            List<EventRow> found = first > last ? List.of() : read(entityType, entityId, first, last, eventsMax);
            return new EventPage(found, first + found.size() <= last);
        });
    }

    private List<EventRow> read(String entityType, String entityId, long first, long last, int eventsMax)
            throws SQLException {
        events.setString(1, entityType);
        events.setString(2, entityId);
        events.setLong(3, first);
        events.setLong(4, last);
        events.setInt(5, eventsMax);
        List<EventRow> found = new ArrayList<>();
        try (ResultSet rows = events.executeQuery()) {
            Columns row = new Columns("event", 3, rows);
            while (rows.next()) {
                long expected = first + found.size();
                if (row.number(3) != expected) {
                    throw missing(entityType, entityId, expected);
                }
                found.add(new EventRow(
                        row.text(1),
                        row.text(2),
                        row.shard(4),
                        row.number(3),
                        row.number(5),
                        row.time(6),
                        row.text(7),
                        row.text(8)));
            }
        }
        if (found.size() < eventsMax && first + found.size() <= last) {
            throw missing(entityType, entityId, first + found.size());
        }
        return found;
    }

    private static StoreException missing(String entityType, String entityId, long sequence) {
        return Columns.damaged(
                "event",
                "entity_type '" + entityType + "', entity_id '" + entityId + "', sequence " + sequence,
                "it is missing, though the log goes on behind it");
    }
}
