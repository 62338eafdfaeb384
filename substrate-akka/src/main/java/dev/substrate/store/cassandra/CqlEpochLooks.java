package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Looks at the epochs in Cassandra. */
final class CqlEpochLooks implements EpochLooks {

    private final Cql cql;
    private final Quorums quorums;
    private final PreparedStatement readAttempt;
    private final PreparedStatement readSome;
    private final PreparedStatement readAll;

    CqlEpochLooks(CqlSession session, Cql cql, Quorums quorums) {
        this.cql = cql;
        this.quorums = quorums;
        // The cell belongs to all rows of the partition; one is enough to see it.
        readAttempt =
                session.prepare(quorums.repeatable("SELECT last_attempt FROM shard_epoch WHERE entity_type=? LIMIT 1"));
        readSome = session.prepare(quorums.repeatable(
                "SELECT last_attempt, shard, epoch FROM shard_epoch WHERE entity_type=? AND shard IN ?"));
        readAll = session.prepare(
                quorums.repeatable("SELECT last_attempt, shard, epoch FROM shard_epoch WHERE entity_type=?"));
    }

    @Override
    public CompletableFuture<String> lastAttempt(String entityType) {
        return cql.read(readAttempt.bind(entityType)).thenApply(rows -> lastAttempt(rows.one()));
    }

    @Override
    public CompletableFuture<Seen> epochs(String entityType, Collection<Integer> shards) {
        return seen(readSome.bind(entityType, List.copyOf(shards)));
    }

    @Override
    public CompletableFuture<Seen> settled(String entityType) {
        return seen(readAll.bind(entityType).setConsistencyLevel(quorums.serial()));
    }

    private CompletableFuture<Seen> seen(BoundStatement select) {
        Map<Integer, Long> epochs = new HashMap<>();
        Set<String> attempts = new HashSet<>();
        return cql.each(select, row -> {
                    attempts.add(lastAttempt(row));
                    epochs.put(row.getInt("shard"), row.getLong("epoch"));
                    return true;
                })
                // Pages are looks of their own: if their attempts differ, they show no one state.
                .thenApply(read ->
                        new Seen(attempts.size() == 1 ? attempts.iterator().next() : "", epochs));
    }

    private static String lastAttempt(@Nullable Row row) {
        String attempt = row == null ? null : row.getString("last_attempt");
        return attempt == null ? "" : attempt;
    }
}
