package dev.substrate.store.contract.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.contract.Damage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Changes rows with a connection of its own, as a person with a shell would. */
final class DamagedRows implements Damage {

    private final Path file;

    DamagedRows(Path file) {
        this.file = file;
    }

    @Override
    public void loseEvent(ShardKey shard, String entityId, long sequence) throws SQLException {
        change("DELETE FROM event WHERE entity_type=? AND entity_id=? AND sequence=?", shard, entityId, sequence);
    }

    @Override
    public void spoilState(ShardKey shard, String uri) throws SQLException {
        change("UPDATE state SET modified='once' WHERE entity_type=? AND uri=? AND version>=?", shard, uri, 1);
    }

    @Override
    public void spoilVersion(ShardKey shard, String uri, long version) throws SQLException {
        change(
                "UPDATE state_version SET modified='once' WHERE entity_type=? AND uri=? AND version=?",
                shard,
                uri,
                version);
    }

    @Override
    public void spoilEvent(ShardKey shard, String entityId, long sequence) throws SQLException {
        change(
                "UPDATE event SET written='once' WHERE entity_type=? AND entity_id=? AND sequence=?",
                shard,
                entityId,
                sequence);
    }

    @Override
    public void spoilSnapshot(ShardKey shard, String entityId, long sequence) throws SQLException {
        change(
                "UPDATE snapshot SET snapshot=x'00' WHERE entity_type=? AND entity_id=? AND sequence=?",
                shard,
                entityId,
                sequence);
    }

    private void change(String statement, ShardKey shard, String entityId, long number) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement change = connection.prepareStatement(statement)) {
            change.setString(1, shard.entityType());
            change.setString(2, entityId);
            change.setLong(3, number);
            if (change.executeUpdate() != 1) {
                throw new SQLException("There is no such row: " + shard + " " + entityId + " " + number);
            }
        }
    }

    @Override
    public void close() {}
}
