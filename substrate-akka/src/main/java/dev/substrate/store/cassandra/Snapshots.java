package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Keeps snapshots. One is written, then its writer's epoch is confirmed, then it is marked as confirmed; others are never
 * read. The mark may come late: what is confirmed holds nothing that a newer owner does not know. A snapshot never replaces
 * another one in place, since the events of the old one may be deleted. Safe for several threads.
 */
final class Snapshots {

    private static final int KEYS_PER_PAGE = 100;

    private record Key(long sequence, long stamp) {}

    private final Cql cql;
    private final Stamps stamps;
    private final EpochConfirmer confirmer;
    private final PreparedStatement insert;
    private final PreparedStatement mark;
    private final PreparedStatement deleteOlder;
    private final PreparedStatement keys;
    private final PreparedStatement read;
    private final PreparedStatement delete;

    Snapshots(CqlSession session, Cql cql, Quorums quorums, Stamps stamps, EpochConfirmer confirmer) {
        this.cql = cql;
        this.stamps = stamps;
        this.confirmer = confirmer;
        String one = " WHERE entity_type=? AND entity_id=? AND sequence=? AND stamp";
        insert = session.prepare(
                quorums.repeatable("INSERT INTO snapshot (entity_type, entity_id, sequence, stamp, shard,"
                        + " epoch, taken, headers, snapshot) VALUES (?,?,?,?,?,?,?,?,?) USING TIMESTAMP ?"));
        mark = session.prepare(quorums.repeatable("UPDATE snapshot USING TIMESTAMP ? SET confirmed=true" + one + "=?"));
        deleteOlder = session.prepare(quorums.repeatable("DELETE FROM snapshot USING TIMESTAMP ?" + one + "<?"));
        delete = session.prepare(quorums.repeatable("DELETE FROM snapshot USING TIMESTAMP ?" + one + "=?"));
        keys = session.prepare(quorums.repeatable("SELECT sequence, stamp, taken, confirmed FROM snapshot"
                        + " WHERE entity_type=? AND entity_id=? AND sequence>=? AND sequence<=?")
                .setPageSize(KEYS_PER_PAGE));
        read = session.prepare(
                quorums.repeatable("SELECT sequence, epoch, taken, headers, snapshot FROM snapshot" + one + "=?"));
    }

    /** Keeps a snapshot, see {@link dev.substrate.store.SnapshotStore#save}. */
    CompletableFuture<Void> save(SnapshotRow row) {
        ShardKey shard = row.shardKey();
        long stamp = stamps.next(shard, row.epoch());
        return cql.write(insert.bind(
                        row.entityType(),
                        row.entityId(),
                        row.sequence(),
                        stamp,
                        row.shard(),
                        row.epoch(),
                        row.taken().toString(),
                        row.headers(),
                        row.snapshot(),
                        stamp))
                .thenCompose(inStore -> confirmer.acknowledge(shard, row.epoch()))
                .thenCompose(
                        owner -> cql.write(mark.bind(stamp, row.entityType(), row.entityId(), row.sequence(), stamp)))
                .thenCompose(marked ->
                        cql.write(deleteOlder.bind(stamp, row.entityType(), row.entityId(), row.sequence(), stamp)))
                .thenAccept(done -> {});
    }

    /** Reads the newest of those that are meant, see {@link dev.substrate.store.SnapshotStore#snapshot}. */
    CompletableFuture<Optional<SnapshotRow>> newest(ShardKey shard, String entityId, SnapshotChoice choice) {
        List<Key> found = new ArrayList<>();
        return keys(shard, entityId, choice, key -> {
                    found.add(key);
                    return false;
                })
                .thenCompose(read -> found.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : snapshot(shard, entityId, found.get(0)));
    }

    /** Deletes, see {@link dev.substrate.store.SnapshotStore#deleteSnapshots}. */
    CompletableFuture<Void> delete(ShardKey shard, long epoch, String entityId, SnapshotChoice choice) {
        List<Key> found = new ArrayList<>();
        // Confirmed after the look, so that nothing of a newer owner is among what is deleted.
        return keys(shard, entityId, choice, found::add)
                .thenCompose(read -> confirmer.acknowledge(shard, epoch))
                .thenCompose(owner -> {
                    long stamp = stamps.next(shard, epoch);
                    return CompletableFuture.allOf(found.stream()
                            .map(key -> cql.write(
                                    delete.bind(stamp, shard.entityType(), entityId, key.sequence(), key.stamp())))
                            .toArray(CompletableFuture<?>[]::new));
                })
                .thenCompose(deleted -> confirmer.acknowledge(shard, epoch));
    }

    /** Shows the confirmed ones, the newest first, until the visitor needs no more. */
    private CompletableFuture<Void> keys(
            ShardKey shard, String entityId, SnapshotChoice choice, Function<Key, Boolean> visitor) {
        return cql.each(keys.bind(shard.entityType(), entityId, choice.sequenceMin(), choice.sequenceMax()), row -> {
            Key key = new Key(row.getLong("sequence"), row.getLong("stamp"));
            return !row.getBoolean("confirmed")
                    || !choice.includes(key.sequence(), taken(shard, entityId, row))
                    || visitor.apply(key);
        });
    }

    private CompletableFuture<Optional<SnapshotRow>> snapshot(ShardKey shard, String entityId, Key key) {
        return cql.first(read.bind(shard.entityType(), entityId, key.sequence(), key.stamp()), row -> {
            try {
                return new SnapshotRow(
                        shard.entityType(),
                        entityId,
                        shard.shard(),
                        key.sequence(),
                        Columns.number(row, "epoch"),
                        Columns.time(row, "taken"),
                        Columns.text(row, "headers"),
                        Columns.text(row, "snapshot"));
            } catch (RuntimeException e) {
                throw damage(shard, entityId, row, e);
            }
        });
    }

    private static Instant taken(ShardKey shard, String entityId, Row row) {
        try {
            return Columns.time(row, "taken");
        } catch (RuntimeException e) {
            throw damage(shard, entityId, row, e);
        }
    }

    private static RuntimeException damage(ShardKey shard, String entityId, Row row, RuntimeException cause) {
        return Columns.damage(
                "snapshot " + row.getLong("sequence") + " of " + shard.entityType() + " '" + entityId + "'", cause);
    }
}
