package dev.substrate.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;

/** The writer's connection with its statements, and what it may do inside a transaction. For one thread. */
final class WriterSession implements AutoCloseable {

    private final Connection connection;
    private final Fences fences;
    private final VersionWriter versions;
    private final StateWriter states;
    private final EventWriter events;
    private final SnapshotWriter snapshots;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final PreparedStatement agree;
    private final PreparedStatement readAgreed;
    private final PreparedStatement probe;
    private final PreparedStatement readProbe;

    WriterSession(SqliteSettings settings, Clock clock) throws SQLException {
        connection = SqliteSchema.connect(settings);
        try {
            SqliteSchema.prepare(connection, settings);
            fences = new Fences(connection, settings);
            versions = new VersionWriter(connection, clock);
            states = new StateWriter(connection, fences, versions);
            events = new EventWriter(connection, fences);
            snapshots = new SnapshotWriter(connection, fences);
            begin = connection.prepareStatement("BEGIN IMMEDIATE");
            commit = connection.prepareStatement("COMMIT");
            rollback = connection.prepareStatement("ROLLBACK");
            agree = connection.prepareStatement("INSERT INTO agreed VALUES (?,?) ON CONFLICT DO NOTHING");
            readAgreed = connection.prepareStatement("SELECT value FROM agreed WHERE name=?");
            probe = connection.prepareStatement(
                    "INSERT INTO probe VALUES (?,1) ON CONFLICT (who) DO UPDATE SET count=count+1");
            readProbe = connection.prepareStatement("SELECT count FROM probe WHERE who=?");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    void begin() throws SQLException {
        fences.begin();
        states.begin();
        versions.begin();
        begin.execute();
    }

    /** Ends what is to be written; only the commit is left to be done. */
    void end() throws SQLException {
        states.end();
        versions.trim();
    }

    void commit() throws SQLException {
        commit.execute();
    }

    void rollback() throws SQLException {
        rollback.execute();
    }

    Fences fences() {
        return fences;
    }

    StateWriter states() {
        return states;
    }

    EventWriter events() {
        return events;
    }

    SnapshotWriter snapshots() {
        return snapshots;
    }

    String agree(String name, String value) throws SQLException {
        agree.setString(1, name);
        agree.setString(2, value);
        agree.executeUpdate();
        readAgreed.setString(1, name);
        try (ResultSet agreed = readAgreed.executeQuery()) {
            return agreed.getString(1);
        }
    }

    Boolean probe(String who) throws SQLException {
        probe.setString(1, who);
        probe.executeUpdate();
        readProbe.setString(1, who);
        try (ResultSet count = readProbe.executeQuery()) {
            return count.getLong(1) > 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
