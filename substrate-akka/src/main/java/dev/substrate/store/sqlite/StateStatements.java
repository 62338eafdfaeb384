package dev.substrate.store.sqlite;

import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of a reader. For one thread. */
final class StateStatements {

    private final PreparedStatement read;
    private final PreparedStatement firstPage;
    private final PreparedStatement nextPage;
    private final PreparedStatement agreed;

    StateStatements(Connection connection) throws SQLException {
        read = connection.prepareStatement(
                "SELECT " + StateReader.COLUMNS + " FROM state WHERE entity_type=? AND uri=?");
        firstPage = connection.prepareStatement(page(">="));
        nextPage = connection.prepareStatement(page(">"));
        agreed = connection.prepareStatement("SELECT value FROM agreed WHERE name=?");
    }

    Optional<StateRow> read(String entityType, String uri) throws SQLException {
        read.setString(1, entityType);
        read.setString(2, uri);
        try (ResultSet rows = read.executeQuery()) {
            return rows.next() ? Optional.of(StateReader.row(rows)) : Optional.empty();
        }
    }

    Optional<String> agreed(String name) throws SQLException {
        agreed.setString(1, name);
        try (ResultSet value = agreed.executeQuery()) {
            return value.next() ? Optional.of(value.getString(1)) : Optional.empty();
        }
    }

    StatePage scan(StateScan scan) throws SQLException {
        PreparedStatement page = scan.afterUri() == null ? firstPage : nextPage;
        page.setString(1, scan.entityType());
        page.setString(2, scan.type());
        page.setString(3, scan.afterUri() == null ? scan.uriPrefix() : scan.afterUri());
        List<StateRow> found = new ArrayList<>();
        long bytes = 0;
        try (ResultSet rows = page.executeQuery()) {
            while (rows.next()) {
                StateRow row = StateReader.row(rows);
                // URIs come in order, so the first one without the prefix ends the scan.
                if (!row.uri().startsWith(scan.uriPrefix())) {
                    return new StatePage(found, false);
                }
                bytes += row.entity() == null ? 0 : row.entity().length();
                if (found.size() == scan.rowsMax() || (bytes > scan.bytesMax() && !found.isEmpty())) {
                    return new StatePage(found, true);
                }
                found.add(row);
            }
        }
        return new StatePage(found, false);
    }

    private static String page(String after) {
        return "SELECT " + StateReader.COLUMNS + " FROM state WHERE entity_type=? AND type=? AND uri" + after
                + "? AND tombstone=0 ORDER BY uri";
    }
}
