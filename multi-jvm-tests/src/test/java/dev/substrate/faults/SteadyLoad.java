package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes some records through a node at a steady pace, however long the answers take, and counts how they ended. */
final class SteadyLoad {

    static final int RECORDS = 1000;

    private static final RecordType<Json> TYPE = RecordType.json("load");
    private static final Duration FILLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofMillis(5);

    /**
     * What came of it.
     *
     * @param endings how many operations ended how
     * @param longestMillis the longest that one took
     * @param acknowledged the entities of acknowledged writes by record and version
     */
    record Tally(Map<String, Integer> endings, long longestMillis, Map<String, String> acknowledged)
            implements Serializable {
        int of(String ending) {
            return endings.getOrDefault(ending, 0);
        }
    }

    private final Dht dht;
    private final String writer;
    private final Map<String, Integer> endings = new TreeMap<>();
    private final Map<String, String> acknowledged = new TreeMap<>();
    private long longestMillis;
    private int writes;

    private SteadyLoad(NodeContext context) {
        dht = Records.on(node(context));
        writer = "node " + context.number();
    }

    /** Writes every record once, so that it is in its owner's memory. */
    static int fill(NodeContext context) {
        Dht dht = Records.on(node(context));
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            writes.add(dht.put(key(i), new Json("0"), WriteOptions.none().deadline(FILLED_WITHIN))
                    .thenApply(WriteOutcome::orThrow)
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        return writes.size();
    }

    /** Asks until it is told to stop, waits for the last answers, and tells how everything ended. */
    static Tally run(NodeContext context) {
        return of(context).run(stopped(context));
    }

    private static SteadyLoad of(NodeContext context) {
        return context.shared("load", () -> new SteadyLoad(context));
    }

    /** Tells the load in this process to stop. */
    static boolean stop(NodeContext context) {
        return stopped(context).compareAndSet(false, true);
    }

    private static AtomicBoolean stopped(NodeContext context) {
        return context.shared("load stopped", AtomicBoolean::new);
    }

    /** Reads what of it is in the store: the newest version of each record, and its entity. */
    static Map<String, String> newest(NodeContext context) {
        Dht dht = Records.on(node(context));
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < RECORDS; i++) {
            Versioned<Json> record =
                    dht.get(key(i)).toCompletableFuture().join().orElseThrow();
            found.put(name(i, record.version()), record.value().text());
        }
        return found;
    }

    private Tally run(AtomicBoolean stopped) {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        while (!stopped.get()) {
            // Half of what is read was never written, and is not in memory.
            int record = ThreadLocalRandom.current().nextInt(2 * RECORDS);
            asked.add(counted("read", dht.get(key(record)).thenApply(found -> "answered")));
            asked.add(counted("write", write(record % RECORDS)));
            LockSupport.parkNanos(PACE.toNanos());
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        synchronized (this) {
            return new Tally(new TreeMap<>(endings), longestMillis, new TreeMap<>(acknowledged));
        }
    }

    private CompletionStage<String> write(int record) {
        Json entity = new Json("\"" + writer + ", write " + ++writes + "\"");
        return dht.put(key(record), entity).thenApply(outcome -> {
            if (outcome instanceof WriteOutcome.Written<Json> written) {
                synchronized (this) {
                    acknowledged.put(name(record, written.version()), entity.text());
                }
            }
            return outcome.getClass().getSimpleName();
        });
    }

    private CompletableFuture<?> counted(String operation, CompletionStage<String> asked) {
        long started = System.nanoTime();
        return asked.handle((ending, failure) -> {
                    count(operation + " " + (failure == null ? ending : ending(failure)), System.nanoTime() - started);
                    return true;
                })
                .toCompletableFuture();
    }

    private synchronized void count(String ending, long nanos) {
        endings.merge(ending, 1, Integer::sum);
        longestMillis = Math.max(longestMillis, nanos / 1_000_000);
    }

    private static RecordKey<Json> key(int record) {
        return TYPE.key("r" + record);
    }

    private static String name(int record, long version) {
        return "r" + record + " at " + version;
    }

    /** Returns how many writes were acknowledged so far. */
    static int acknowledgedSoFar(NodeContext context) {
        SteadyLoad load = of(context);
        synchronized (load) {
            return load.acknowledged.size();
        }
    }

    private static String ending(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RecordUnavailableException ? "unavailable" : String.valueOf(cause);
    }
}
