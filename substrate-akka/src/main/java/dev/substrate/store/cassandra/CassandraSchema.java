package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tables there are, and their creation. */
final class CassandraSchema {

    private static final Logger LOG = LoggerFactory.getLogger(CassandraSchema.class);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    /** The tables, name first. Timestamps are text in ISO 8601: for people, and to the nanosecond. */
    private static final List<String> TABLES = List.of(
            """
            state (
              entity_type text, shard int, uri text,
              type text, version bigint, epoch bigint, stamp bigint, tombstone boolean,
              created text, modified text, headers text, entity text, kept_until bigint,
              last_stamp bigint STATIC,
              PRIMARY KEY ((entity_type, shard), uri))
            """,
            // Rows go by their time to live, so there is nothing that must be remembered as deleted for long.
            """
            state_version (
              entity_type text, shard int, stamp bigint,
              uri text, type text, version bigint, epoch bigint, tombstone boolean,
              created text, modified text, headers text, entity text, kept_until bigint,
              PRIMARY KEY ((entity_type, shard), stamp))
              WITH gc_grace_seconds = 3600
            """,
            """
            state_version_by_uri (
              entity_type text, shard int, uri text, version bigint, stamp bigint,
              PRIMARY KEY ((entity_type, shard), uri, version, stamp))
              WITH gc_grace_seconds = 3600
            """,
            """
            event (
              entity_type text, entity_id text, part bigint, sequence bigint,
              shard int, epoch bigint, stamp bigint, written text, headers text, event text,
              PRIMARY KEY ((entity_type, entity_id, part), sequence))
            """,
            """
            event_log (
              entity_type text, entity_id text, deleted_to bigint, deleted_stamp bigint,
              PRIMARY KEY ((entity_type, entity_id)))
            """,
            """
            snapshot (
              entity_type text, entity_id text, sequence bigint, stamp bigint,
              shard int, epoch bigint, taken text, headers text, snapshot text, confirmed boolean,
              PRIMARY KEY ((entity_type, entity_id), sequence, stamp))
              WITH CLUSTERING ORDER BY (sequence DESC, stamp DESC)
            """,
            """
            purged (
              entity_type text, shard int, version bigint, epoch bigint,
              PRIMARY KEY ((entity_type, shard), version))
              WITH CLUSTERING ORDER BY (version DESC)
            """,
            """
            shard_epoch (
              entity_type text, shard int, epoch bigint, owner text, attempt text, raised text,
              PRIMARY KEY ((entity_type), shard))
            """,
            "agreed (name text PRIMARY KEY, value text)\n",
            "probe (who text PRIMARY KEY, value text)\n");

    private CassandraSchema() {}

    /**
     * Creates the keyspace.
     *
     * @throws StoreException if it must not be created
     */
    static void prepareKeyspace(CqlSession session, CassandraSettings settings) {
        requireAllowed(settings, "There is no keyspace " + settings.keyspace());
        LOG.info("Creating the keyspace {}", settings.keyspace());
        run(session, createKeyspace(settings));
        requireAgreement(session);
    }

    /**
     * Creates the tables that are missing.
     *
     * @throws StoreException if some are missing and must not be created
     */
    static void prepareTables(CqlSession session, CassandraSettings settings) {
        createTables(session, settings);
        addColumn(session, settings, "state", "kept_until", "bigint");
    }

    private static void createTables(CqlSession session, CassandraSettings settings) {
        List<String> missing = missing(session, settings.keyspace());
        if (missing.isEmpty()) {
            return;
        }
        requireAllowed(settings, "The keyspace " + settings.keyspace() + " lacks " + missing);
        LOG.info("Creating {} in the keyspace {}", missing, settings.keyspace());
        TABLES.stream()
                .filter(table -> missing.contains(name(table)))
                .forEach(table -> run(session, createTable(settings, table)));
        requireAgreement(session);
    }

    /** Adds a column that a table did not have in earlier releases. Another node may do the same at the same time. */
    private static void addColumn(
            CqlSession session, CassandraSettings settings, String table, String column, String type) {
        if (hasColumn(session, settings.keyspace(), table, column)) {
            return;
        }
        String lacks = "The table " + settings.keyspace() + "." + table + " lacks the column " + column;
        requireAllowed(settings, lacks);
        LOG.info("{}: adding it", lacks);
        try {
            run(session, "ALTER TABLE " + settings.keyspace() + "." + table + " ADD " + column + " " + type);
        } catch (InvalidQueryException e) {
            if (!hasColumn(session, settings.keyspace(), table, column)) {
                throw e;
            }
        }
        requireAgreement(session);
    }

    private static boolean hasColumn(CqlSession session, String keyspace, String table, String column) {
        return session.refreshSchema()
                .getKeyspace(keyspace)
                .flatMap(tables -> tables.getTable(table))
                .flatMap(found -> found.getColumn(column))
                .isPresent();
    }

    private static void requireAllowed(CassandraSettings settings, String what) {
        if (!settings.createSchema()) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    what + ". Create it with the statements in docs/cassandra.md, or switch"
                            + " substrate.cassandra.create-schema on");
        }
    }

    private static void requireAgreement(CqlSession session) {
        if (!session.checkSchemaAgreement()) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "The hosts of Cassandra do not agree on the schema yet; start this node again when they do");
        }
    }

    /** Returns the statements that create everything, for the manual. */
    static List<String> statements(CassandraSettings settings) {
        return Stream.concat(
                        Stream.of(createKeyspace(settings)), TABLES.stream().map(table -> createTable(settings, table)))
                .toList();
    }

    private static List<String> missing(CqlSession session, String keyspace) {
        Optional<KeyspaceMetadata> found = session.refreshSchema().getKeyspace(keyspace);
        return TABLES.stream()
                .map(CassandraSchema::name)
                .filter(table -> found.flatMap(tables -> tables.getTable(table)).isEmpty())
                .sorted()
                .toList();
    }

    private static String createKeyspace(CassandraSettings settings) {
        String replicas = settings.replication().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "'" + entry.getKey() + "': " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "CREATE KEYSPACE IF NOT EXISTS " + settings.keyspace()
                + " WITH replication = {'class': 'NetworkTopologyStrategy', " + replicas
                + "} AND durable_writes = true";
    }

    private static String name(String table) {
        return table.substring(0, table.indexOf(' '));
    }

    private static String createTable(CassandraSettings settings, String table) {
        return "CREATE TABLE IF NOT EXISTS " + settings.keyspace() + "." + table.strip();
    }

    private static void run(CqlSession session, String statement) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(STATEMENT_TIMEOUT));
    }
}
