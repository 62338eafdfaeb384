package dev.substrate.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** What a reader may ask, over its connection. For one thread. */
final class ReaderSession {

    private final StateQueries states;
    private final VersionQueries versions;
    private final EventQueries events;
    private final SnapshotQueries snapshots;
    private final PreparedStatement agreed;

    ReaderSession(Connection connection) throws SQLException {
        states = new StateQueries(connection);
        versions = new VersionQueries(connection, Clock.systemUTC());
        events = new EventQueries(connection);
        snapshots = new SnapshotQueries(connection);
        agreed = connection.prepareStatement("SELECT name,value FROM agreed WHERE name=?");
    }

    StateQueries states() {
        return states;
    }

    VersionQueries versions() {
        return versions;
    }

    EventQueries events() {
        return events;
    }

    SnapshotQueries snapshots() {
        return snapshots;
    }

    Optional<String> agreed(String name) throws SQLException {
        agreed.setString(1, name);
        try (ResultSet row = agreed.executeQuery()) {
            return row.next() ? Optional.of(new Columns("agreed", 1, row).text(2)) : Optional.empty();
        }
    }
}
