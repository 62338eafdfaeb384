package dev.substrate.store.sqlite;

import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads snapshots. */
final class SnapshotQueries {

    /**
     * Selects by sequence number, the highest first. By time is chosen afterwards: times are kept as people read them, and
     * do not sort as text.
     */
    static final String CHOSEN =
            " WHERE entity_type=? AND entity_id=? AND sequence>=? AND sequence<=? ORDER BY sequence DESC";

    private final PreparedStatement read;

    SnapshotQueries(Connection connection) throws SQLException {
        read = connection.prepareStatement(
                "SELECT entity_type,entity_id,sequence,shard,epoch,taken,headers,snapshot FROM snapshot" + CHOSEN);
    }

    /** Sets the parameters of a statement that ends with {@link #CHOSEN}. */
    static void bind(PreparedStatement statement, String entityType, String entityId, SnapshotChoice choice)
            throws SQLException {
        statement.setString(1, entityType);
        statement.setString(2, entityId);
        statement.setLong(3, choice.sequenceMin());
        statement.setLong(4, choice.sequenceMax());
    }

    Optional<SnapshotRow> snapshot(String entityType, String entityId, SnapshotChoice choice) throws SQLException {
        bind(read, entityType, entityId, choice);
        try (ResultSet rows = read.executeQuery()) {
            Columns row = new Columns("snapshot", 3, rows);
            while (rows.next()) {
                if (choice.includes(row.number(3), row.time(6))) {
                    return Optional.of(new SnapshotRow(
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
        }
        return Optional.empty();
    }
}
