package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to Cassandra, also to one that is still starting. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration SAID_EVERY = Duration.ofSeconds(10);

    private Sessions() {}

    /**
     * Connects, waiting for Cassandra for as long as the settings say, and creates the schema where that is wanted.
     *
     * @throws StoreException if there is no connection
     */
    static CqlSession connect(CassandraSettings settings) {
        CqlSession session = withKeyspace(settings);
        try {
            CassandraSchema.prepareTables(session, settings);
            return session;
        } catch (RuntimeException e) {
            session.forceCloseAsync();
            throw e;
        }
    }

    private static CqlSession withKeyspace(CassandraSettings settings) {
        try {
            return patiently(builder(settings).withKeyspace(settings.keyspace()), settings);
        } catch (InvalidKeyspaceException e) {
            try (CqlSession session = patiently(builder(settings), settings)) {
                CassandraSchema.prepareKeyspace(session, settings);
            }
            return patiently(builder(settings).withKeyspace(settings.keyspace()), settings);
        }
    }

    private static CqlSession patiently(CqlSessionBuilder builder, CassandraSettings settings) {
        long start = System.nanoTime();
        long said = start;
        while (true) {
            try {
                return builder.build();
            } catch (AllNodesFailedException e) {
                if (refused(e)) {
                    throw new StoreException(
                            StoreException.Kind.UNAVAILABLE,
                            settings + " does not let this node in: " + e.getMessage()
                                    + ". Set SUBSTRATE_CASSANDRA_USERNAME and SUBSTRATE_CASSANDRA_PASSWORD",
                            e);
                }
                long now = System.nanoTime();
                if (now - start > settings.connectTimeout().toNanos()) {
                    throw new StoreException(
                            StoreException.Kind.UNAVAILABLE,
                            settings + " did not answer within substrate.cassandra.connect-timeout ("
                                    + settings.connectTimeout().toSeconds() + " s): " + e.getMessage(),
                            e);
                }
                if (now - said > SAID_EVERY.toNanos()) {
                    said = now;
                    LOG.info("{} does not answer yet; trying again", settings);
                }
                pause();
            }
        }
    }

    private static CqlSessionBuilder builder(CassandraSettings settings) {
        CqlSessionBuilder builder = CqlSession.builder()
                .addContactPoints(settings.contactPoints())
                .withLocalDatacenter(settings.localDatacenter())
                .withConfigLoader(DriverConfigLoader.fromString("datastax-java-driver " + settings.driver()));
        return settings.username().isEmpty()
                ? builder
                : builder.withAuthCredentials(settings.username(), settings.password());
    }

    private static boolean refused(AllNodesFailedException failure) {
        return failure.getAllErrors().values().stream()
                .flatMap(List::stream)
                .anyMatch(AuthenticationException.class::isInstance);
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "Interrupted while waiting for Cassandra", e);
        }
    }
}
