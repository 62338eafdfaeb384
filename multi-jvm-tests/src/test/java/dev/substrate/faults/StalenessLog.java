package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import akka.actor.ActorSystem;
import akka.actor.PoisonPill;
import akka.actor.typed.javadsl.Adapter;
import dev.substrate.dht.Records;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes records on one node and reads them with {@code getAny} on another, and notes by the clock that the processes of a
 * machine share when what was acknowledged, and what was answered to questions of when.
 */
final class StalenessLog {

    static final int RECORDS = 24;

    private static final RecordType<Json> TYPE = RecordType.json("stale");
    private static final Duration WRITE_PACE = Duration.ofMillis(10);
    private static final Duration READ_PACE = Duration.ofNanos(500_000);

    /**
     * A version of a record.
     *
     * @param nanos when its write had been acknowledged, or the read that it answers had not yet begun
     */
    record Seen(int record, long version, long nanos) implements Serializable {}

    private final List<Seen> seen = new ArrayList<>();

    /** Writes all records, one after the other and again, until told to stop; returns what was acknowledged. */
    static List<Seen> write(NodeContext context) {
        Dht dht = Records.on(node(context));
        StalenessLog log = new StalenessLog();
        for (int i = 0; !stopped(context).get(); i++) {
            int record = i % RECORDS;
            var unused = dht.put(key(record), new Json(Integer.toString(i))).thenAccept(outcome -> {
                if (outcome instanceof WriteOutcome.Written<Json> written) {
                    log.add(new Seen(record, written.version(), System.nanoTime()));
                }
            });
            LockSupport.parkNanos(WRITE_PACE.toNanos());
        }
        return log.all();
    }

    /** Reads the records, each time another one, until told to stop; returns what was answered. */
    static List<Seen> read(NodeContext context) {
        Dht dht = Records.on(node(context));
        StalenessLog log = context.shared("answers", StalenessLog::new);
        while (!stopped(context).get()) {
            int record = ThreadLocalRandom.current().nextInt(RECORDS);
            long before = System.nanoTime();
            var unused = dht.getAny(key(record))
                    .thenAccept(found -> found.ifPresent(one -> log.add(new Seen(record, one.version(), before))));
            LockSupport.parkNanos(READ_PACE.toNanos());
        }
        return log.all();
    }

    static int answers(NodeContext context) {
        return context.shared("answers", StalenessLog::new).all().size();
    }

    static boolean stop(NodeContext context) {
        return stopped(context).compareAndSet(false, true);
    }

    /** Returns how often the cache has answered. */
    static int hits(NodeContext context) {
        return (int) NodeMeters.get(node(context).system())
                .registry()
                .get("substrate.record.cache.reads")
                .tag("result", "hit")
                .counter()
                .count();
    }

    /** Has this node hear of no write any more, until it looks by itself. */
    static boolean loseWakeUps(NodeContext context) {
        ActorSystem system = Adapter.toClassic(node(context).system());
        system.actorSelection("/system/record-interests")
                .tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
        return true;
    }

    private static AtomicBoolean stopped(NodeContext context) {
        return context.shared("stopped", AtomicBoolean::new);
    }

    private static RecordKey<Json> key(int record) {
        return TYPE.key("r" + record);
    }

    private synchronized void add(Seen one) {
        seen.add(one);
    }

    private synchronized List<Seen> all() {
        return new ArrayList<>(seen);
    }
}
