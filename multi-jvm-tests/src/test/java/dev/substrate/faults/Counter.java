package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The record of these suites; its static methods run inside a node and wait for the answer.
 *
 * @param value how often it was raised
 */
public record Counter(long value) {

    private static final int TOGETHER = 200;

    static final RecordType<Counter> TYPE = RecordType.of("counter", Counter.class);

    /** A counter at a version, in a form that travels. */
    record Seen(long value, long version) implements Serializable {}

    static RecordKey<Counter> key(String id) {
        return TYPE.key(id);
    }

    /** Reads through the node of the context; an absent counter is 0 at version 0. */
    static Seen get(NodeContext context, String id) {
        return Records.on(node(context))
                .get(key(id))
                .toCompletableFuture()
                .join()
                .map(Counter::seen)
                .orElse(new Seen(0, 0));
    }

    /** Reads many through the node of the context, hundreds at a time; an absent counter is 0 at version 0. */
    static Map<String, Seen> getAll(NodeContext context, List<String> ids) {
        Map<String, Seen> seen = new HashMap<>();
        for (int from = 0; from < ids.size(); from += TOGETHER) {
            List<RecordKey<Counter>> keys = ids.subList(from, Math.min(ids.size(), from + TOGETHER)).stream()
                    .map(Counter::key)
                    .toList();
            Records.on(node(context))
                    .getAll(keys)
                    .toCompletableFuture()
                    .join()
                    .forEach((key, read) -> seen.put(
                            key.uri().id(), read.orThrow().map(Counter::seen).orElse(new Seen(0, 0))));
        }
        return seen;
    }

    /** Writes through the node of the context; fails unless the write is acknowledged. */
    static Seen put(NodeContext context, String id, long value) {
        WriteOutcome<Counter> outcome = Records.on(node(context))
                .put(key(id), new Counter(value))
                .toCompletableFuture()
                .join();
        return new Seen(value, outcome.orThrow().version());
    }

    /** Adds one through the node of the context, starting from 1. */
    static WriteOutcome<Counter> increment(NodeContext context, String id) {
        return Records.on(node(context))
                .update(
                        key(id),
                        current -> new Counter(
                                current == null ? 1 : current.value().value() + 1))
                .toCompletableFuture()
                .join();
    }

    private static Seen seen(Versioned<Counter> current) {
        return new Seen(current.value().value(), current.version());
    }
}
