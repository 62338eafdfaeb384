package dev.substrate.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lets several statements of a connection see the file as it is at one moment. For one thread. */
final class ReadView {

    /** What to read. */
    interface Step<T> {
        T run() throws SQLException;
    }

    private final PreparedStatement begin;
    private final PreparedStatement end;

    ReadView(Connection connection) throws SQLException {
        begin = connection.prepareStatement("BEGIN");
        end = connection.prepareStatement("COMMIT");
    }

    <T> T read(Step<T> step) throws SQLException {
        begin.execute();
        T result;
        try {
            result = step.run();
        } catch (SQLException | RuntimeException e) {
            try {
                end.execute();
            } catch (SQLException ended) {
                e.addSuppressed(ended);
            }
            throw e;
        }
        end.execute();
        return result;
    }
}
