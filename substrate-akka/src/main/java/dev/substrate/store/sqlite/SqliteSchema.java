package dev.substrate.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** How connections to the file are made, and what tables it holds. */
final class SqliteSchema {

    /** Raised when the tables change; a file with a higher number is of a newer Substrate and is left alone. */
    private static final int VERSION = 1;

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS state (
              entity_type TEXT NOT NULL,
              uri TEXT NOT NULL,
              type TEXT NOT NULL,
              shard INTEGER NOT NULL,
              version INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              tombstone INTEGER NOT NULL,
              created TEXT NOT NULL,
              modified TEXT NOT NULL,
              headers TEXT NOT NULL,
              entity TEXT,
              PRIMARY KEY (entity_type, uri))
            """,
            "CREATE INDEX IF NOT EXISTS state_by_type ON state (entity_type, type, uri)",
            """
            CREATE TABLE IF NOT EXISTS shard_epoch (
              entity_type TEXT NOT NULL,
              shard INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              owner TEXT NOT NULL,
              raised TEXT NOT NULL,
              PRIMARY KEY (entity_type, shard)) WITHOUT ROWID
            """,
            "CREATE TABLE IF NOT EXISTS agreed (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS probe (who TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID");

    private SqliteSchema() {}

    static Connection connect(SqliteSettings settings) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(settings.lockTimeout().toMillis()));
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit(64 * 1024 * 1024);
        return config.createConnection("jdbc:sqlite:" + settings.file());
    }

    /** Switches the file to WAL mode and creates what is missing. */
    static void prepare(Connection connection, SqliteSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
                if (!mode.next() || !mode.getString(1).equals("wal")) {
                    throw new SQLException("the file system of " + settings.file() + " cannot do SQLite's WAL mode");
                }
            }
            int version;
            try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
                version = found.getInt(1);
            }
            if (version > VERSION) {
                throw new SQLException(settings.file() + " was written by a newer Substrate: it has schema " + version
                        + ", this one knows " + VERSION);
            }
            if (version < VERSION) {
                statement.execute("BEGIN IMMEDIATE");
                for (String table : TABLES) {
                    statement.execute(table);
                }
                statement.execute("PRAGMA user_version=" + VERSION);
                statement.execute("COMMIT");
            }
        }
    }
}
