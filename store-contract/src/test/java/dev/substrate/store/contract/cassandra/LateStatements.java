package dev.substrate.store.contract.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.substrate.store.EventRow;
import dev.substrate.store.StateRow;
import dev.substrate.store.contract.LateDelivery;
import java.time.Duration;
import java.util.List;

/** Statements as the store sends them, with the stamp of the first write of their epoch: the lowest there is. */
final class LateStatements implements LateDelivery {

    private static final int BITS_OF_NUMBER = 36;

    private final CqlSession session;

    LateStatements(Server server) {
        session = server.connect();
    }

    @Override
    public void deliver(StateRow row, Duration keptFor) {
        long stamp = stamp(row.epoch());
        long keptUntil = keptFor.isZero() ? 0 : System.currentTimeMillis() + keptFor.toMillis();
        session.execute(
                "INSERT INTO state (entity_type, shard, uri, type, version, epoch, stamp, tombstone, created, modified,"
                        + " headers, entity, last_stamp, kept_until) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                        + " USING TIMESTAMP ?",
                row.entityType(),
                row.shard(),
                row.uri(),
                row.type(),
                row.version(),
                row.epoch(),
                stamp,
                row.tombstone(),
                row.created().toString(),
                row.modified().toString(),
                row.headers(),
                row.entity(),
                stamp,
                keptUntil,
                stamp);
        if (keptUntil > 0) {
            deliverVersion(row, stamp, keptUntil, (int) keptFor.toSeconds());
        }
    }

    private void deliverVersion(StateRow row, long stamp, long keptUntil, int seconds) {
        session.execute(
                "INSERT INTO state_version (entity_type, shard, stamp, uri, type, version, epoch, tombstone, created,"
                        + " modified, headers, entity, kept_until) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
                        + " USING TIMESTAMP ? AND TTL ?",
                row.entityType(),
                row.shard(),
                stamp,
                row.uri(),
                row.type(),
                row.version(),
                row.epoch(),
                row.tombstone(),
                row.created().toString(),
                row.modified().toString(),
                row.headers(),
                row.entity(),
                keptUntil,
                stamp,
                seconds);
        session.execute(
                "INSERT INTO state_version_by_uri (entity_type, shard, uri, version, stamp) VALUES (?,?,?,?,?)"
                        + " USING TIMESTAMP ? AND TTL ?",
                row.entityType(),
                row.shard(),
                row.uri(),
                row.version(),
                stamp,
                stamp,
                seconds);
    }

    @Override
    public void deliver(List<EventRow> events) {
        for (EventRow event : events) {
            session.execute(
                    "INSERT INTO event (entity_type, entity_id, part, sequence, shard, epoch, stamp, written, headers,"
                            + " event) VALUES (?,?,?,?,?,?,?,?,?,?) USING TIMESTAMP ?",
                    event.entityType(),
                    event.entityId(),
                    0L,
                    event.sequence(),
                    event.shard(),
                    event.epoch(),
                    stamp(event.epoch()),
                    event.written().toString(),
                    event.headers(),
                    event.event(),
                    stamp(event.epoch()));
        }
    }

    private static long stamp(long epoch) {
        return epoch << BITS_OF_NUMBER;
    }

    @Override
    public void close() {
        session.close();
    }
}
