package dev.substrate.faults;

import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Raises counters from within a node, one thread per counter, and keeps account of how each attempt ended. */
final class CountingClient {

    private static final String ACKNOWLEDGED = "acknowledged";
    private static final int ATTEMPTS_PER_INCREMENT_MAX = 20;

    private CountingClient() {}

    /**
     * What became of the attempts on one counter.
     *
     * @param acknowledged the versions of the acknowledged increments, in order
     * @param unknown how many outcomes are unknown
     * @param refused how many attempts were refused, and tried again
     */
    record Account(List<Long> acknowledged, int unknown, int refused) implements Serializable {}

    /** Raises each counter until {@code increments} are acknowledged or unknown, and returns the account of each. */
    static Map<String, Account> raise(NodeContext context, List<String> ids, int increments) throws Exception {
        AtomicLong acknowledgedSoFar = context.shared(ACKNOWLEDGED, AtomicLong::new);
        ExecutorService threads = Executors.newFixedThreadPool(ids.size());
        try {
            Map<String, Future<Account>> running = new HashMap<>();
            for (String id : ids) {
                running.put(id, threads.submit(() -> raise(context, id, increments, acknowledgedSoFar)));
            }
            var accounts = new HashMap<String, Account>();
            for (String id : ids) {
                accounts.put(id, running.get(id).get());
            }
            return accounts;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns how many increments were acknowledged in this process so far. */
    static long acknowledgedSoFar(NodeContext context) {
        return context.shared(ACKNOWLEDGED, AtomicLong::new).get();
    }

    private static Account raise(NodeContext context, String id, int increments, AtomicLong acknowledgedSoFar) {
        List<Long> acknowledged = new ArrayList<>();
        int unknown = 0;
        int refused = 0;
        while (acknowledged.size() + unknown < increments) {
            WriteOutcome<Counter> outcome = Counter.increment(context, id);
            if (outcome instanceof WriteOutcome.Written<Counter> written) {
                acknowledged.add(written.version());
                acknowledgedSoFar.incrementAndGet();
            } else if (outcome instanceof WriteOutcome.Unknown) {
                unknown++;
            } else if (++refused > increments * ATTEMPTS_PER_INCREMENT_MAX) {
                throw new IllegalStateException("Refused " + refused + " times; the last time: " + outcome.explain());
            }
        }
        return new Account(acknowledged, unknown, refused);
    }
}
