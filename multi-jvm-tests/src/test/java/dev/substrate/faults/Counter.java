package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;

/**
 * The record of these suites; its static methods run inside a node and wait for the answer.
 *
 * @param value how often it was raised
 */
public record Counter(long value) {

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
