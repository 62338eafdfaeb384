package dev.substrate.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** How connections to the file are made, and what tables it holds. */
final class SqliteSchema {

    /**
     * Raised when the tables change, or what lies in them; a file with a higher number is of a newer Substrate and is left
     * alone. In version 6 the headers of records say shorter what they remember of requests, which earlier ones take for damage.
     */
    static final int VERSION = 6;

    /** Tables that version 1 had already. */
    private static final List<String> TABLES_OF_VERSION_1 = List.of(
            """
            CREATE TABLE shard_epoch (
              entity_type TEXT NOT NULL,
              shard INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              owner TEXT NOT NULL,
              raised TEXT NOT NULL,
              PRIMARY KEY (entity_type, shard)) WITHOUT ROWID
            """,
            "CREATE TABLE agreed (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE probe (who TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID");

    /** The table that version 2 gave another column. */
    private static final List<String> STATE = List.of(
            """
            CREATE TABLE state (
              entity_type TEXT NOT NULL,
              uri TEXT NOT NULL,
              type TEXT NOT NULL,
              shard INTEGER NOT NULL,
              version INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              change INTEGER NOT NULL,
              tombstone INTEGER NOT NULL,
              created TEXT NOT NULL,
              modified TEXT NOT NULL,
              headers TEXT NOT NULL,
              entity TEXT,
              PRIMARY KEY (entity_type, uri))
            """,
            "CREATE INDEX state_by_type ON state (entity_type, type, uri)",
            "CREATE UNIQUE INDEX state_by_change ON state (entity_type, shard, change)");

    /**
     * Tables that are new in version 2. Events lie in the order of their key, so that a log is read in one sweep; a
     * snapshot is too large for that.
     */
    private static final List<String> TABLES_OF_VERSION_2 = List.of(
            """
            CREATE TABLE event (
              entity_type TEXT NOT NULL,
              entity_id TEXT NOT NULL,
              shard INTEGER NOT NULL,
              sequence INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              written TEXT NOT NULL,
              headers TEXT NOT NULL,
              event TEXT NOT NULL,
              PRIMARY KEY (entity_type, entity_id, sequence)) WITHOUT ROWID
            """,
            """
            CREATE TABLE event_log (
              entity_type TEXT NOT NULL,
              entity_id TEXT NOT NULL,
              deleted_to INTEGER NOT NULL,
              PRIMARY KEY (entity_type, entity_id)) WITHOUT ROWID
            """,
            """
            CREATE TABLE snapshot (
              entity_type TEXT NOT NULL,
              entity_id TEXT NOT NULL,
              shard INTEGER NOT NULL,
              sequence INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              taken TEXT NOT NULL,
              headers TEXT NOT NULL,
              snapshot TEXT NOT NULL,
              PRIMARY KEY (entity_type, entity_id, sequence))
            """,
            "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
            "INSERT INTO counter SELECT 'state-changes', coalesce(max(change), 0) FROM state",
            "INSERT INTO counter VALUES ('epoch-changes', 0)");

    /** What is new in version 3. */
    private static final List<String> TABLES_OF_VERSION_3 = List.of("""
            CREATE TABLE purged (
              entity_type TEXT NOT NULL,
              shard INTEGER NOT NULL,
              version INTEGER NOT NULL,
              PRIMARY KEY (entity_type, shard)) WITHOUT ROWID
            """);

    /**
     * What is new in version 4. The key is the rowid, so that versions are appended at the end. There is no index by URI: each
     * write would change two more pages somewhere in it, and who asks for the versions of one entity can look through those
     * of its shard. What tells when a row may go lies in front of the entity, which may be on other pages.
     */
    private static final List<String> TABLES_OF_VERSION_4 = List.of("""
            CREATE TABLE state_version (
              change INTEGER PRIMARY KEY,
              kept_until INTEGER NOT NULL,
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
              entity TEXT)
            """);

    /** How many changes lie together in the index of versions, those of a shard side by side. */
    static final int CHANGES_PER_STRETCH = 1024;

    /** The stretch of the index of versions in which a change lies, as the index has it. */
    static final String STRETCH = "change / " + CHANGES_PER_STRETCH;

    /**
     * What is new in version 5: versions are found by shard within a stretch of changes, and not by shard alone. So what the
     * writes of a transaction add to the index lies on a few pages, and not on one page for each shard, which doubled what
     * went to the disk.
     */
    private static final List<String> INDEX_OF_VERSION_5 = List.of(
            "DROP INDEX IF EXISTS state_version_by_shard",
            "CREATE INDEX state_version_by_stretch ON state_version (entity_type, " + STRETCH + ", shard, change)");

    /** Triggers, and not the writer: what a person does with a shell must count, too. {@link EpochQueries} says why. */
    private static final String COUNT_EPOCH_CHANGE = """
            CREATE TRIGGER epoch_%1$s AFTER %1$s ON shard_epoch
            BEGIN UPDATE counter SET value = value + 1 WHERE name = 'epoch-changes'; END
            """;

    private SqliteSchema() {}

    static Connection connect(SqliteSettings settings) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(settings.lockTimeout().toMillis()));
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit(64 * 1024 * 1024);
        return config.createConnection("jdbc:sqlite:" + settings.file());
    }

    /** Switches the file to WAL mode, and creates or changes the tables that are not yet as they should be. */
    static void prepare(Connection connection, SqliteSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
                if (!mode.next() || !mode.getString(1).equals("wal")) {
                    throw new SQLException("the file system of " + settings.file() + " cannot do SQLite's WAL mode");
                }
            }
            if (version(statement, settings) < VERSION) {
                statement.execute("BEGIN IMMEDIATE");
                // Another process may have done it while this one waited for the lock.
                int found = version(statement, settings);
                if (found == 0) {
                    create(statement);
                } else {
                    migrate(statement, found);
                }
                statement.execute("PRAGMA user_version=" + VERSION);
                statement.execute("COMMIT");
            }
        }
    }

    private static int version(Statement statement, SqliteSettings settings) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
            int version = found.getInt(1);
            if (version > VERSION) {
                throw new SQLException(settings.file() + " was written by a newer Substrate: it has schema " + version
                        + ", this one knows " + VERSION);
            }
            return version;
        }
    }

    private static void create(Statement statement) throws SQLException {
        execute(statement, TABLES_OF_VERSION_1);
        execute(statement, STATE);
        addTablesOfVersion2(statement);
        migrate(statement, 2);
    }

    /** Adds what is new since a version; nothing if it is this one. */
    private static void migrate(Statement statement, int found) throws SQLException {
        if (found < 2) {
            migrateToVersion2(statement);
        }
        if (found < 3) {
            execute(statement, TABLES_OF_VERSION_3);
        }
        if (found < 4) {
            execute(statement, TABLES_OF_VERSION_4);
        }
        if (found < 5) {
            execute(statement, INDEX_OF_VERSION_5);
        }
    }

    /** Numbers the rows as they lie in the table: nobody has read changes yet, so any order does. */
    private static void migrateToVersion2(Statement statement) throws SQLException {
        statement.execute("DROP INDEX state_by_type");
        statement.execute("ALTER TABLE state RENAME TO state_of_version_1");
        execute(statement, STATE);
        statement.execute("""
                INSERT INTO state
                SELECT entity_type, uri, type, shard, version, epoch, rowid,
                  tombstone, created, modified, headers, entity
                FROM state_of_version_1
                """);
        statement.execute("DROP TABLE state_of_version_1");
        addTablesOfVersion2(statement);
    }

    private static void addTablesOfVersion2(Statement statement) throws SQLException {
        execute(statement, TABLES_OF_VERSION_2);
        for (String change : List.of("insert", "update", "delete")) {
            statement.execute(COUNT_EPOCH_CHANGE.formatted(change));
        }
    }

    private static void execute(Statement statement, List<String> commands) throws SQLException {
        for (String command : commands) {
            statement.execute(command);
        }
    }
}
