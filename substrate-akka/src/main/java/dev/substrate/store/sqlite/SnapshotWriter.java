package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes and deletes snapshots inside the writer's transactions. */
final class SnapshotWriter {

    private final Fences fences;
    private final PreparedStatement save;
    private final PreparedStatement list;
    private final PreparedStatement delete;

    SnapshotWriter(Connection connection, Fences fences) throws SQLException {
        this.fences = fences;
        save = connection.prepareStatement("INSERT INTO snapshot"
                + " (entity_type,entity_id,shard,sequence,epoch,taken,headers,snapshot) VALUES (?,?,?,?,?,?,?,?)"
                + " ON CONFLICT (entity_type, entity_id, sequence) DO UPDATE SET shard=excluded.shard,"
                + " epoch=excluded.epoch, taken=excluded.taken, headers=excluded.headers, snapshot=excluded.snapshot");
        list = connection.prepareStatement(
                "SELECT entity_type,entity_id,sequence,taken FROM snapshot" + SnapshotQueries.CHOSEN);
        delete = connection.prepareStatement("DELETE FROM snapshot WHERE entity_type=? AND entity_id=? AND sequence=?");
    }

    Boolean save(SnapshotRow snapshot) throws SQLException {
        fences.check(snapshot.shardKey(), snapshot.epoch());
        save.setString(1, snapshot.entityType());
        save.setString(2, snapshot.entityId());
        save.setInt(3, snapshot.shard());
        save.setLong(4, snapshot.sequence());
        save.setLong(5, snapshot.epoch());
        save.setString(6, snapshot.taken().toString());
        save.setString(7, snapshot.headers());
        save.setString(8, snapshot.snapshot());
        save.executeUpdate();
        return true;
    }

    Boolean delete(ShardKey shard, long epoch, String entityId, SnapshotChoice choice) throws SQLException {
        fences.check(shard, epoch);
        for (long sequence : sequences(shard, entityId, choice)) {
            delete.setString(1, shard.entityType());
            delete.setString(2, entityId);
            delete.setLong(3, sequence);
            delete.executeUpdate();
        }
        return true;
    }

    /** All are looked at before the first is deleted, so that one whose time cannot be read refuses the whole. */
    private List<Long> sequences(ShardKey shard, String entityId, SnapshotChoice choice) throws SQLException {
        boolean anyTime = choice.takenMin().equals(SnapshotChoice.ALL.takenMin())
                && choice.takenMax().equals(SnapshotChoice.ALL.takenMax());
        List<Long> chosen = new ArrayList<>();
        SnapshotQueries.bind(list, shard.entityType(), entityId, choice);
        try (ResultSet rows = list.executeQuery()) {
            Columns row = new Columns("snapshot", 3, rows);
            while (rows.next()) {
                long sequence = row.number(3);
                if (anyTime || choice.includes(sequence, row.time(4))) {
                    chosen.add(sequence);
                }
            }
        }
        return chosen;
    }
}
