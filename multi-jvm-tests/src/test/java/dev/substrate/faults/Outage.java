package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.testkit.NodeContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures from within a survivor how long records do not answer after another node has died. Each record is asked again
 * and again, on a thread of its own; only questions that were asked after the death count, so no answer is the dead
 * node's.
 */
final class Outage {

    private static final String WATCHING = "watching";
    private static final Duration PROBE_DEADLINE = Duration.ofMillis(500);
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration WATCH_PACE = Duration.ofMillis(1);
    private static final Duration GIVE_UP = Duration.ofMinutes(2);

    private Outage() {}

    /** Waits for the death of a process, and returns how long after it each record answered first, in milliseconds. */
    static Map<String, Long> millisAfterDeathOf(NodeContext context, long pid, List<String> ids) throws Exception {
        Dht dht = Records.on(node(context));
        ProcessHandle victim = ProcessHandle.of(pid).orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(ids.size());
        try {
            context.shared(WATCHING, AtomicBoolean::new).set(true);
            while (victim.isAlive()) {
                LockSupport.parkNanos(WATCH_PACE.toNanos());
            }
            long death = System.nanoTime();
            Map<String, Future<Long>> probes = new HashMap<>();
            for (String id : ids) {
                probes.put(id, threads.submit(() -> millisUntilAnswer(dht, id, death)));
            }
            var millis = new HashMap<String, Long>();
            for (String id : ids) {
                millis.put(id, probes.get(id).get());
            }
            return millis;
        } finally {
            context.shared(WATCHING, AtomicBoolean::new).set(false);
            threads.shutdownNow();
        }
    }

    /** Returns whether this process watches for a death. */
    static boolean isWatching(NodeContext context) {
        return context.shared(WATCHING, AtomicBoolean::new).get();
    }

    private static long millisUntilAnswer(Dht dht, String id, long death) throws InterruptedException {
        while (true) {
            try {
                var answer = dht.get(Counter.key(id)).toCompletableFuture();
                var unused = answer.get(PROBE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - death);
            } catch (TimeoutException | ExecutionException e) {
                if (System.nanoTime() - death > GIVE_UP.toNanos()) {
                    throw new IllegalStateException("No answer for '" + id + "' within " + GIVE_UP, e);
                }
                LockSupport.parkNanos(PACE.toNanos());
            }
        }
    }
}
