package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore;
import dev.substrate.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Keeps logs of events: one partition per entity and 50,000 events, so that no partition grows without bound. Events that
 * are appended together lie in the partition of the first of them. Safe for several threads.
 */
final class EventLog {

    /** Part of the layout of the tables: not to be changed. */
    private static final long EVENTS_PER_PART = 50_000;

    private static final int ROWS_PER_PAGE = 500;

    /** What is deleted: events up to a number, and how the last of them was stamped. */
    private record Deleted(long to, long stamp) {
        static final Deleted NOTHING = new Deleted(0, 0);
    }

    /** What is deleted before and after a deletion. */
    private record Deletable(Deleted before, Deleted now) {}

    /** Events that must be there are not. */
    private static final class Gap extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long missing;
        private final long found;

        Gap(long missing, long found) {
            super(null, null, false, false);
            this.missing = missing;
            this.found = found;
        }

        StoreException damage(ShardKey shard, String entityId) {
            return new StoreException(
                    StoreException.Kind.DAMAGED,
                    "Nothing was written: event " + missing + " of " + shard.entityType() + " '" + entityId
                            + "' is missing, but there is event " + found + ". Other entities are not concerned");
        }
    }

    /** Takes an event of the log; false when it needs no more. */
    private interface Visitor {
        boolean visit(Row row);
    }

    private final Cql cql;
    private final Quorums quorums;
    private final Stamps stamps;
    private final Settling settling;
    private final EpochConfirmer confirmer;
    private final PreparedStatement insert;
    private final PreparedStatement readEvents;
    private final PreparedStatement readStamps;
    private final PreparedStatement readDeleted;
    private final PreparedStatement markDeleted;
    private final PreparedStatement delete;

    EventLog(CqlSession session, Cql cql, Quorums quorums, Stamps stamps, Settling settling, EpochConfirmer confirmer) {
        this.cql = cql;
        this.quorums = quorums;
        this.stamps = stamps;
        this.settling = settling;
        this.confirmer = confirmer;
        insert = session.prepare(quorums.repeatable("INSERT INTO event (entity_type, entity_id, part, sequence, shard,"
                + " epoch, stamp, written, headers, event) VALUES (?,?,?,?,?,?,?,?,?,?) USING TIMESTAMP ?"));
        String where = " FROM event WHERE entity_type=? AND entity_id=? AND part=? AND sequence>=?";
        readEvents = session.prepare(
                quorums.repeatable("SELECT part, sequence, stamp, shard, epoch, written, headers, event" + where)
                        .setPageSize(ROWS_PER_PAGE));
        readStamps = session.prepare(
                quorums.repeatable("SELECT sequence, stamp" + where).setPageSize(10 * ROWS_PER_PAGE));
        readDeleted = session.prepare(quorums.repeatable(
                "SELECT deleted_to, deleted_stamp FROM event_log WHERE entity_type=? AND entity_id=?"));
        // The number itself is the timestamp, so that the highest one stays, in whatever order they arrive.
        markDeleted = session.prepare(quorums.repeatable("INSERT INTO event_log"
                + " (entity_type, entity_id, deleted_to, deleted_stamp) VALUES (?,?,?,?) USING TIMESTAMP ?"));
        delete = session.prepare(quorums.repeatable(
                "DELETE FROM event USING TIMESTAMP ? WHERE entity_type=? AND entity_id=? AND part=? AND sequence<=?"));
    }

    /** Appends, see {@link EventStore#append}. */
    CompletableFuture<Void> append(List<EventRow> events) {
        EventStore.requireAppendable(events);
        return write(events, part(events.get(0).sequence()));
    }

    private CompletableFuture<Void> write(List<EventRow> events, long part) {
        EventRow first = events.get(0);
        ShardKey shard = first.shardKey();
        long stamp = stamps.next(shard, first.epoch());
        return settling.track(
                        shard,
                        first.entityId(),
                        () -> cql.write(inserts(events, part, stamp)).whenComplete((inStore, failure) -> {
                            if (failure != null) {
                                settling.failed(shard, stamp);
                            }
                        }))
                .thenCompose(inStore -> confirmer.acknowledge(shard, first.epoch()));
    }

    private Statement<?> inserts(List<EventRow> events, long part, long stamp) {
        List<BatchableStatement<?>> inserts = new ArrayList<>();
        for (EventRow event : events) {
            inserts.add(insert.bind(
                    event.entityType(),
                    event.entityId(),
                    part,
                    event.sequence(),
                    event.shard(),
                    event.epoch(),
                    stamp,
                    event.written().toString(),
                    event.headers(),
                    event.event(),
                    stamp));
        }
        return inserts.size() == 1
                ? inserts.get(0)
                : BatchStatement.newInstance(DefaultBatchType.UNLOGGED, inserts)
                        .setConsistencyLevel(quorums.plain())
                        .setIdempotent(true);
    }

    /**
     * The end of a log: what was appended last, which nobody has built upon yet. All before it is settled, since whoever
     * appended upon it had it acknowledged, or had recovered it.
     *
     * @param events those that were appended together last and are not deleted; empty if there are none
     */
    record Tail(EventStore.LogBounds bounds, List<EventRow> events, long part, long stamp) {}

    /** Reads the end of a log, see {@link EventStore#recoverLog}. */
    CompletableFuture<Tail> tail(ShardKey shard, String entityId, long known) {
        return walking(shard, entityId, deleted -> {
            List<EventRow> events = new ArrayList<>();
            long[] partAndStamp = {0, 0};
            Visitor visitor = row -> {
                long stamp = row.getLong("stamp");
                if (stamp != partAndStamp[1]) {
                    events.clear();
                }
                events.add(event(shard, entityId, row));
                partAndStamp[0] = row.getLong("part");
                partAndStamp[1] = stamp;
                return true;
            };
            long start = Math.max(known, deleted.to() + 1);
            return new Walk(shard, entityId, readEvents, deleted, start, Long.MAX_VALUE, visitor)
                    .run()
                    .thenApply(next -> new Tail(
                            new EventStore.LogBounds(deleted.to(), next - 1),
                            events,
                            partAndStamp[0],
                            partAndStamp[1]));
        });
    }

    /** Writes the end of a log again, so that nothing that comes late can cover it. */
    CompletableFuture<Void> settle(Tail tail, long epoch) {
        // Where it lies, and not where a new append would: a second copy elsewhere would leave the first one to be
        // read.
        return write(tail.events().stream().map(event -> event.withEpoch(epoch)).toList(), tail.part());
    }

    /** Finds the bounds, see {@link EventStore#bounds}. */
    CompletableFuture<EventStore.LogBounds> bounds(ShardKey shard, String entityId, long known) {
        return walking(shard, entityId, deleted -> {
            long start = Math.max(known, deleted.to() + 1);
            return new Walk(shard, entityId, readStamps, deleted, start, Long.MAX_VALUE, row -> true)
                    .run()
                    .thenApply(next -> new EventStore.LogBounds(deleted.to(), next - 1));
        });
    }

    /** Reads a page, see {@link EventStore#events}. */
    CompletableFuture<EventPage> events(ShardKey shard, String entityId, long from, long to, int eventsMax) {
        return walking(shard, entityId, deleted -> {
            List<EventRow> events = new ArrayList<>();
            boolean[] more = {false};
            long first = Math.max(from, deleted.to() + 1);
            // The event in front tells which of those behind are stale.
            long start = Math.max(first - 1, deleted.to() + 1);
            Visitor visitor = row -> {
                long sequence = row.getLong("sequence");
                if (events.size() == eventsMax) {
                    more[0] = true;
                    return false;
                }
                if (sequence >= first) {
                    events.add(event(shard, entityId, row));
                }
                return true;
            };
            return new Walk(shard, entityId, readEvents, deleted, start, to, visitor)
                    .run()
                    .thenApply(next -> new EventPage(events, more[0]));
        });
    }

    /** Deletes, see {@link EventStore#deleteEvents}. */
    CompletableFuture<Void> delete(ShardKey shard, long epoch, String entityId, long to) {
        // Confirmed after the look, so that what is deleted is what this owner knew, and nothing of a newer one.
        return deletable(shard, entityId, to)
                .thenCompose(deletable -> confirmer.acknowledge(shard, epoch).thenCompose(owner -> {
                    long last = deletable.now().to();
                    if (last <= deletable.before().to()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    // First it is said that they are deleted: a log that lacks events without that is damaged.
                    return cql.write(markDeleted.bind(
                                    shard.entityType(),
                                    entityId,
                                    last,
                                    deletable.now().stamp(),
                                    last))
                            .thenCompose(marked -> confirmer.acknowledge(shard, epoch))
                            .thenCompose(still -> deleteParts(
                                    shard,
                                    entityId,
                                    part(deletable.before().to() + 1),
                                    last,
                                    stamps.next(shard, epoch)));
                }));
    }

    private CompletableFuture<Deletable> deletable(ShardKey shard, String entityId, long to) {
        return walking(shard, entityId, before -> {
            // The stamp is the last deleted event's own: with that of the deletion, the events that stay would look
            // stale.
            Deleted[] now = {before};
            Visitor visitor = row -> {
                now[0] = new Deleted(row.getLong("sequence"), Columns.number(row, "stamp"));
                return true;
            };
            return new Walk(shard, entityId, readStamps, before, before.to() + 1, to, visitor)
                    .run()
                    .thenApply(next -> new Deletable(before, now[0]));
        });
    }

    private CompletableFuture<Void> deleteParts(ShardKey shard, String entityId, long part, long last, long stamp) {
        if (part > part(last)) {
            return CompletableFuture.completedFuture(null);
        }
        return cql.write(delete.bind(stamp, shard.entityType(), entityId, part, last))
                .thenCompose(deleted -> deleteParts(shard, entityId, part + 1, last, stamp));
    }

    /** Walks along a log, and once more if events vanish meanwhile because they are deleted. */
    private <T> CompletableFuture<T> walking(
            ShardKey shard, String entityId, Function<Deleted, CompletableFuture<T>> walk) {
        return deleted(shard, entityId)
                .thenCompose(before -> walk.apply(before).exceptionallyCompose(failure -> {
                    if (!(DriverFailures.unwrap(failure) instanceof Gap gap)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    return deleted(shard, entityId)
                            .thenCompose(now -> now.to() > before.to()
                                    ? walking(shard, entityId, walk)
                                    : CompletableFuture.failedFuture(gap.damage(shard, entityId)));
                }));
    }

    private CompletableFuture<Deleted> deleted(ShardKey shard, String entityId) {
        return cql.first(
                        readDeleted.bind(shard.entityType(), entityId),
                        row -> new Deleted(row.getLong("deleted_to"), row.getLong("deleted_stamp")))
                .thenApply(found -> found.orElse(Deleted.NOTHING));
    }

    private static EventRow event(ShardKey shard, String entityId, Row row) {
        try {
            return new EventRow(
                    shard.entityType(),
                    entityId,
                    shard.shard(),
                    Columns.number(row, "sequence"),
                    Columns.number(row, "epoch"),
                    Columns.time(row, "written"),
                    Columns.text(row, "headers"),
                    Columns.text(row, "event"));
        } catch (RuntimeException e) {
            throw damage(shard, entityId, row, e);
        }
    }

    private static StoreException damage(ShardKey shard, String entityId, Row row, RuntimeException cause) {
        return Columns.damage(
                "event " + row.getLong("sequence") + " of " + shard.entityType() + " '" + entityId + "'", cause);
    }

    private static long part(long sequence) {
        return (sequence - 1) / EVENTS_PER_PART;
    }

    /** Goes along the log of an entity, from partition to partition, and shows a visitor what belongs to it. */
    private final class Walk {

        private final ShardKey shard;
        private final String entityId;
        private final PreparedStatement read;
        private final EventChain chain;
        private final long last;
        private final Visitor visitor;
        private boolean stopped;

        Walk(
                ShardKey shard,
                String entityId,
                PreparedStatement read,
                Deleted deleted,
                long start,
                long last,
                Visitor visitor) {
            this.shard = shard;
            this.entityId = entityId;
            this.read = read;
            this.last = last;
            this.visitor = visitor;
            this.chain = new EventChain(start, deleted.to() >= start - 1 ? deleted.stamp() : 0);
        }

        /** Returns the number of the event after the last one that was walked along. */
        CompletableFuture<Long> run() {
            // Appended together with events in front of the boundary, the first may lie in the part before its own.
            return walk(EventLog.part(Math.max(1, chain.next() - EventStore.APPENDED_EVENTS_MAX)));
        }

        private CompletableFuture<Long> walk(long part) {
            return cql.each(read.bind(shard.entityType(), entityId, part, chain.next()), this::visit)
                    .thenCompose(end -> {
                        long following = EventLog.part(chain.next());
                        return stopped || chain.next() > last || following <= part
                                ? CompletableFuture.completedFuture(chain.next())
                                : walk(following);
                    });
        }

        private long stamp(Row row) {
            try {
                return Columns.number(row, "stamp");
            } catch (IllegalArgumentException e) {
                throw damage(shard, entityId, row, e);
            }
        }

        private boolean visit(Row row) {
            long sequence = row.getLong("sequence");
            if (sequence > last) {
                stopped = true;
                return false;
            }
            EventChain.Link link = chain.offer(sequence, stamp(row));
            if (link == EventChain.Link.AFTER_A_GAP) {
                throw new Gap(chain.next(), sequence);
            }
            if (link == EventChain.Link.NEXT) {
                stopped = !visitor.visit(row);
            }
            return !stopped;
        }
    }
}
