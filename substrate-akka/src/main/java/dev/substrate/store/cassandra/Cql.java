package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.substrate.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends statements, and fails with {@link StoreException}s. The first failure is logged, and that it works again; not what
 * is in between. Safe for several threads; stages complete on the driver's threads.
 */
final class Cql {

    private static final Logger LOG = LoggerFactory.getLogger(Cql.class);

    private final CqlSession session;
    private final String name;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param name what the log calls the store */
    Cql(CqlSession session, String name) {
        this.session = session;
        this.name = name;
    }

    /** Runs something that writes nothing. */
    CompletableFuture<AsyncResultSet> read(Statement<?> statement) {
        return run(statement, DriverFailures::ofRead);
    }

    /** Runs something that writes. */
    CompletableFuture<AsyncResultSet> write(Statement<?> statement) {
        return run(statement, DriverFailures::ofWrite);
    }

    /** Reads the first row. */
    <T> CompletableFuture<Optional<T>> first(Statement<?> statement, Function<Row, T> mapper) {
        return read(statement).thenApply(rows -> Optional.ofNullable(rows.one()).map(mapper));
    }

    /**
     * Reads all rows, page after page.
     *
     * @param visitor takes a row; false when it needs no more
     */
    CompletableFuture<Void> each(Statement<?> statement, Function<Row, Boolean> visitor) {
        return read(statement).thenCompose(page -> rest(page, visitor));
    }

    private CompletionStage<Void> rest(AsyncResultSet page, Function<Row, Boolean> visitor) {
        for (Row row : page.currentPage()) {
            if (!visitor.apply(row)) {
                return CompletableFuture.completedFuture(null);
            }
        }
        return page.hasMorePages()
                ? told(page.fetchNextPage(), DriverFailures::ofRead).thenCompose(next -> rest(next, visitor))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<AsyncResultSet> run(
            Statement<?> statement, Function<Throwable, StoreException> explanation) {
        try {
            return told(session.executeAsync(statement), explanation);
        } catch (RuntimeException e) {
            // A session that was closed throws at once.
            return CompletableFuture.failedFuture(explanation.apply(e));
        }
    }

    private CompletableFuture<AsyncResultSet> told(
            CompletionStage<AsyncResultSet> answer, Function<Throwable, StoreException> explanation) {
        CompletableFuture<AsyncResultSet> told = new CompletableFuture<>();
        answer.whenComplete((rows, failure) -> {
            if (failure == null) {
                remember(null);
                told.complete(rows);
            } else {
                StoreException explained = explanation.apply(failure);
                remember(explained);
                told.completeExceptionally(explained);
            }
        });
        return told;
    }

    private void remember(@Nullable StoreException failure) {
        if (failure == null) {
            if (failing.get() && failing.compareAndSet(true, false)) {
                LOG.info("{} works again", name);
            }
        } else if (failure.kind() != StoreException.Kind.BUSY && failing.compareAndSet(false, true)) {
            LOG.warn("{} fails; further failures are not logged until it works again", name, failure);
        }
    }
}
