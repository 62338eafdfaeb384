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
              created text, modified text, headers text, entity text,
              last_stamp bigint STATIC,
              PRIMARY KEY ((entity_type, shard), uri))
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
              last_attempt text STATIC,
              PRIMARY KEY ((entity_type), shard))
            """,
            "agreed (name text PRIMARY KEY, value text)\n",
            "probe (who text PRIMARY KEY, value text)\n");

    /** What tables lack that were made before it was thought of. */
    private static final List<Addition> ADDITIONS = List.of(new Addition("shard_epoch", "last_attempt", "text STATIC"));

    private record Addition(String table, String column, String type) {

        boolean isMissing(KeyspaceMetadata keyspace) {
            return keyspace.getTable(table)
                    .filter(found -> found.getColumn(column).isEmpty())
                    .isPresent();
        }

        String statement(CassandraSettings settings) {
            return "ALTER TABLE " + settings.keyspace() + "." + table + " ADD " + column + " " + type;
        }

        @Override
        public String toString() {
            return "the column " + column + " of " + table;
        }
    }

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
     * Creates the tables that are missing, and adds what older ones lack.
     *
     * @throws StoreException if something is missing and must not be created
     */
    static void prepareTables(CqlSession session, CassandraSettings settings) {
        List<String> missing = missing(session, settings.keyspace());
        if (!missing.isEmpty()) {
            requireAllowed(settings, "The keyspace " + settings.keyspace() + " lacks " + missing);
            LOG.info("Creating {} in the keyspace {}", missing, settings.keyspace());
            TABLES.stream()
                    .filter(table -> missing.contains(name(table)))
                    .forEach(table -> run(session, createTable(settings, table)));
            requireAgreement(session);
        }
        List<Addition> additions = missingAdditions(session, settings.keyspace());
        if (!additions.isEmpty()) {
            requireAllowed(settings, "The keyspace " + settings.keyspace() + " lacks " + additions);
            LOG.info("Adding {} in the keyspace {}", additions, settings.keyspace());
            additions.forEach(addition -> add(session, settings, addition));
            requireAgreement(session);
        }
    }

    /** Several nodes may do it at once; a Cassandra of before 4.1 does not know IF NOT EXISTS here. */
    private static void add(CqlSession session, CassandraSettings settings, Addition addition) {
        try {
            run(session, addition.statement(settings));
        } catch (InvalidQueryException e) {
            if (missingAdditions(session, settings.keyspace()).contains(addition)) {
                throw e;
            }
        }
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

    /** Returns the statements that add to older tables what they lack, for the manual. */
    static List<String> additions(CassandraSettings settings) {
        return ADDITIONS.stream().map(addition -> addition.statement(settings)).toList();
    }

    private static List<Addition> missingAdditions(CqlSession session, String keyspace) {
        return session.refreshSchema()
                .getKeyspace(keyspace)
                .map(tables -> ADDITIONS.stream()
                        .filter(addition -> addition.isMissing(tables))
                        .toList())
                .orElse(List.of());
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
