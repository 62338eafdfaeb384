package dev.substrate.store.contract.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.contract.Damage;

/** Changes cells as a person with a shell would. */
final class DamagedCells implements Damage {

    private final CqlSession session;

    DamagedCells(Server server) {
        session = server.connect();
    }

    @Override
    public void loseEvent(ShardKey shard, String entityId, long sequence) {
        session.execute(
                "DELETE FROM event WHERE entity_type=? AND entity_id=? AND part=0 AND sequence=?",
                shard.entityType(),
                entityId,
                sequence);
    }

    @Override
    public void spoilState(ShardKey shard, String uri) {
        session.execute(
                "UPDATE state SET modified='once' WHERE entity_type=? AND shard=? AND uri=?",
                shard.entityType(),
                shard.shard(),
                uri);
    }

    @Override
    public void spoilVersion(ShardKey shard, String uri, long version) {
        for (var key : session.execute(
                "SELECT stamp FROM state_version_by_uri WHERE entity_type=? AND shard=? AND uri=? AND version=?",
                shard.entityType(),
                shard.shard(),
                uri,
                version)) {
            session.execute(
                    "UPDATE state_version SET modified='once' WHERE entity_type=? AND shard=? AND stamp=?",
                    shard.entityType(),
                    shard.shard(),
                    key.getLong("stamp"));
        }
    }

    @Override
    public void spoilEvent(ShardKey shard, String entityId, long sequence) {
        session.execute(
                "UPDATE event SET written='once' WHERE entity_type=? AND entity_id=? AND part=0 AND sequence=?",
                shard.entityType(),
                entityId,
                sequence);
    }

    @Override
    public void spoilSnapshot(ShardKey shard, String entityId, long sequence) {
        for (var row : session.execute(
                "SELECT stamp FROM snapshot WHERE entity_type=? AND entity_id=? AND sequence=?",
                shard.entityType(),
                entityId,
                sequence)) {
            session.execute(
                    "DELETE snapshot FROM snapshot WHERE entity_type=? AND entity_id=? AND sequence=? AND stamp=?",
                    shard.entityType(),
                    entityId,
                    sequence,
                    row.getLong("stamp"));
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
