package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.substrate.fence.ShardKey;
import java.util.concurrent.CompletableFuture;

/**
 * Forgets tombstones. First the version is kept, at a quorum and under a confirmed epoch; only then the row goes. So whoever
 * finds no row, and then asks for the purged version, is told one that is high enough. Safe for several threads.
 *
 * <p>The versions are a set that only grows, one row for each, the highest first. So nothing that comes late can take the
 * place of a higher one.
 */
final class Purges {

    private final Cql cql;
    private final Stamps stamps;
    private final Settling settling;
    private final EpochConfirmer confirmer;
    private final PreparedStatement keep;
    private final PreparedStatement kept;
    private final PreparedStatement delete;

    Purges(CqlSession session, Cql cql, Quorums quorums, Stamps stamps, Settling settling, EpochConfirmer confirmer) {
        this.cql = cql;
        this.stamps = stamps;
        this.settling = settling;
        this.confirmer = confirmer;
        keep = session.prepare(quorums.repeatable(
                "INSERT INTO purged (entity_type, shard, version, epoch) VALUES (?,?,?,?) USING TIMESTAMP ?"));
        kept = session.prepare(
                quorums.repeatable("SELECT version FROM purged WHERE entity_type=? AND shard=? LIMIT 1"));
        delete = session.prepare(
                quorums.repeatable("DELETE FROM state USING TIMESTAMP ? WHERE entity_type=? AND shard=? AND uri=?"));
    }

    /** Forgets, see {@link dev.substrate.store.StateStore#purge}. */
    CompletableFuture<Void> purge(ShardKey shard, long epoch, String uri, long version) {
        return raise(shard, epoch, version)
                .thenCompose(owner -> settling.track(shard, uri, () -> delete(shard, epoch, uri)))
                .thenCompose(deleted -> confirmer.acknowledge(shard, epoch));
    }

    /** Keeps a version, see {@link dev.substrate.store.StateStore#raisePurged}. */
    CompletableFuture<Void> raise(ShardKey shard, long epoch, long version) {
        return cql.write(keep.bind(shard.entityType(), shard.shard(), version, epoch, stamps.next(shard, epoch)))
                .thenCompose(inStore -> confirmer.acknowledge(shard, epoch))
                .thenAccept(owner -> {});
    }

    /** Returns the highest, see {@link dev.substrate.store.StateStore#purgedVersion}. */
    CompletableFuture<Long> version(ShardKey shard) {
        return cql.first(kept.bind(shard.entityType(), shard.shard()), row -> row.getLong("version"))
                .thenApply(found -> found.orElse(0L));
    }

    private CompletableFuture<Void> delete(ShardKey shard, long epoch, String uri) {
        long stamp = stamps.next(shard, epoch);
        return cql.write(delete.bind(stamp, shard.entityType(), shard.shard(), uri))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        settling.failed(shard, stamp);
                    }
                })
                .thenAccept(done -> {});
    }
}
