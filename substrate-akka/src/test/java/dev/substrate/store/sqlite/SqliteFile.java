package dev.substrate.store.sqlite;

import dev.substrate.store.FencedStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The file of a store, the stores that a test opens on it, and a shell that a person might use on it. */
final class SqliteFile implements AutoCloseable {

    private final Path file;
    private final List<FencedStore> opened = new ArrayList<>();

    SqliteFile(Path folder) {
        file = folder.resolve("store.db");
    }

    Path path() {
        return file;
    }

    /** What another process in the turnstile holds, which keeps everybody from writing. */
    Path turnstile() {
        return file.resolveSibling("store.db.turn");
    }

    FencedStore open() {
        return open(settings(Duration.ofSeconds(20)));
    }

    FencedStore open(SqliteSettings settings) {
        FencedStore store = SqliteStore.open(settings, new SimpleMeterRegistry());
        opened.add(store);
        return store;
    }

    SqliteSettings settings(Duration lockTimeout) {
        return new SqliteSettings(file, 5_000, 5_000, 1_000, 2, lockTimeout, false);
    }

    /** Does something to the file that a person might do with SQLite's shell. */
    void shell(String... commands) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    /** Asks the file something; the columns of each row are joined by {@code |}, as SQLite's shell shows them. */
    List<String> ask(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> shown = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(rows.getString(column)));
                }
                shown.add(String.join("|", columns));
            }
            return shown;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Override
    public void close() {
        opened.forEach(FencedStore::close);
    }
}
