package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps values that all nodes share; the first to come decides, by a lightweight transaction. Safe for several threads. */
final class Agreements {

    private final Cql cql;
    private final Quorums quorums;
    private final PreparedStatement propose;
    private final PreparedStatement read;

    Agreements(CqlSession session, Cql cql, Quorums quorums) {
        this.cql = cql;
        this.quorums = quorums;
        propose = session.prepare(quorums.transaction("INSERT INTO agreed (name, value) VALUES (?,?) IF NOT EXISTS"));
        read = session.prepare(quorums.repeatable("SELECT value FROM agreed WHERE name=?"));
    }

    /** Agrees on a value, see {@link dev.substrate.store.FencedStore#agree}. */
    CompletableFuture<String> agree(String name, String value) {
        return agreed(name)
                .thenCompose(known ->
                        known.isPresent() ? CompletableFuture.completedFuture(known.get()) : propose(name, value));
    }

    private CompletableFuture<String> propose(String name, String value) {
        return cql.write(propose.bind(name, value))
                .thenApply(answer -> answer.wasApplied() ? value : Columns.text(answer.one(), "value"))
                // A read at SERIAL settles a transaction whose outcome is not known.
                .exceptionallyCompose(failure -> cql.first(
                                read.bind(name).setConsistencyLevel(quorums.serial()),
                                row -> Columns.text(row, "value"))
                        .thenCompose(settled -> settled.map(CompletableFuture::completedFuture)
                                .orElseGet(() -> CompletableFuture.failedFuture(failure))));
    }

    /** Reads a value, see {@link dev.substrate.store.FencedStore#agreed}. */
    CompletableFuture<Optional<String>> agreed(String name) {
        return cql.first(read.bind(name), row -> Columns.text(row, "value"));
    }
}
