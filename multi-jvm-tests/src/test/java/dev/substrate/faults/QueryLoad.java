package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldValue;
import dev.substrate.record.Json;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.RecordException;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Moves records about by their ages, within a range and in and out of it, and reads page after page what is in it.
 *
 * <p>Records {@code keep-N} are in the range all the while, {@code move-N} come and go, and {@code mark-N} have each an age of their
 * own of which a query is to know as soon as it was acknowledged.
 */
final class QueryLoad {

    static final int KEPT = 80;

    private static final int MOVING = 80;
    private static final int FROM = 20;
    private static final int TO = 40;
    private static final int MARKED = 1_000;
    private static final int PAGE_ROWS = 9;
    private static final Duration PACE = Duration.ofMillis(4);
    private static final RecordType<Json> TYPE = RecordType.json("person").indexed("/age");
    private static final FieldCondition IN_RANGE =
            new FieldCondition("/age", new FieldCondition.Range(FieldValue.of(FROM), false, FieldValue.of(TO), true));

    /**
     * What came of it.
     *
     * @param endings how many operations ended how
     * @param faults what should not have happened
     */
    record Tally(Map<String, Integer> endings, List<String> faults) implements Serializable {}

    private final Dht dht;
    private final Random random = new Random(1);
    private final Map<String, Integer> endings = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final AtomicInteger complete;
    private int marks;

    private QueryLoad(NodeContext context) {
        dht = Records.on(node(context));
        complete = completeQueries(context);
    }

    static int fill(NodeContext context) {
        QueryLoad load = new QueryLoad(context);
        IntStream.range(0, KEPT).forEach(i -> load.put("keep-" + i, FROM).join());
        IntStream.range(0, MOVING).forEach(i -> load.put("move-" + i, FROM).join());
        return KEPT + MOVING;
    }

    static boolean stop(NodeContext context) {
        return stopped(context).compareAndSet(false, true);
    }

    /** Returns how many queries have been read to their end. */
    static int complete(NodeContext context) {
        return completeQueries(context).get();
    }

    /** Writes and queries until it is told to stop. */
    static Tally run(NodeContext context) {
        QueryLoad load = new QueryLoad(context);
        AtomicBoolean stopped = stopped(context);
        Thread reader = new Thread(() -> {
            while (!stopped.get()) {
                load.queryAll();
                load.markAndFind();
            }
        });
        reader.start();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        while (!stopped.get()) {
            writes.add(load.write());
            LockSupport.parkNanos(PACE.toNanos());
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return load.tally();
    }

    private CompletableFuture<?> write() {
        int record = random.nextInt(KEPT + MOVING);
        return record < KEPT
                ? put("keep-" + record, FROM + random.nextInt(TO - FROM))
                : put("move-" + (record - KEPT), random.nextInt(2 * TO));
    }

    private CompletableFuture<Boolean> put(String id, int age) {
        return dht.put(TYPE.key(id), new Json("{\"age\":" + age + "}"))
                .thenApply(outcome -> {
                    count("write " + outcome.getClass().getSimpleName());
                    return outcome instanceof WriteOutcome.Written<Json>;
                })
                .toCompletableFuture();
    }

    private void queryAll() {
        Set<String> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        @Nullable String cursor = null;
        boolean more = true;
        while (more) {
            QueryPage<Json> page =
                    page(Query.of(TYPE, IN_RANGE).limit(PAGE_ROWS).cursor(cursor));
            if (page == null) {
                // The page failed and said so; it is asked for once more.
                continue;
            }
            for (Versioned<Json> record : page.records()) {
                String id = record.uri().id();
                if (!seen.add(id)) {
                    wrong.add(id + " was found twice");
                }
                int age = Integer.parseInt(record.value().text().replaceAll("\\D", ""));
                if (age < FROM || age >= TO) {
                    wrong.add(id + " was found with age " + age);
                }
            }
            cursor = page.cursor();
            more = cursor != null;
        }
        IntStream.range(0, KEPT)
                .mapToObj(i -> "keep-" + i)
                .filter(id -> !seen.contains(id))
                .forEach(id -> wrong.add(id + " was not found"));
        complete.incrementAndGet();
        count("query complete");
        addFaults(wrong);
    }

    private void markAndFind() {
        String id = "mark-" + marks;
        int age = MARKED + marks++;
        if (put(id, age).join()) {
            Query<Json> query = Query.of(TYPE, FieldCondition.equalTo("/age", FieldValue.of(age)));
            QueryPage<Json> page = page(query);
            if (page != null && page.records().size() != 1) {
                addFaults(List.of(id + " was acknowledged and not found, but " + page));
            }
        }
    }

    private @Nullable QueryPage<Json> page(Query<Json> query) {
        try {
            QueryPage<Json> page = dht.query(query).toCompletableFuture().join();
            count("page");
            return page;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RecordException known) {
                count("page " + known.getClass().getSimpleName());
            } else {
                addFaults(List.of(String.valueOf(e.getCause())));
            }
            return null;
        }
    }

    private synchronized void count(String ending) {
        endings.merge(ending, 1, Integer::sum);
    }

    private synchronized void addFaults(List<String> wrong) {
        faults.addAll(wrong);
    }

    private synchronized Tally tally() {
        return new Tally(new TreeMap<>(endings), new ArrayList<>(faults));
    }

    private static AtomicBoolean stopped(NodeContext context) {
        return context.shared("queries stopped", AtomicBoolean::new);
    }

    private static AtomicInteger completeQueries(NodeContext context) {
        return context.shared("queries complete", AtomicInteger::new);
    }
}
