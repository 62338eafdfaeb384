package dev.substrate.benchmark.node;

import com.hazelcast.map.IMap;
import dev.substrate.benchmark.load.Target;
import dev.substrate.record.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A map of Hazelcast. A value begins with its version, which Hazelcast does not have by itself, for the updates; writes
 * whatever is there leave it 0. Stages complete on a pool: on the common pool, where they complete else, each would start a
 * thread on a machine with two processors.
 */
final class HazelcastTarget implements Target {

    private static final int THREADS = 4;
    private static final int ATTEMPTS_MAX = 64;

    private final IMap<Integer, byte[]> map;
    private final Executor callbacks = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });

    HazelcastTarget(IMap<Integer, byte[]> map) {
        this.map = map;
    }

    @Override
    public CompletionStage<Long> read(int record) {
        return map.getAsync(record)
                .thenApplyAsync(
                        found -> {
                            text(found);
                            return version(found);
                        },
                        callbacks);
    }

    @Override
    public CompletionStage<Outcome> write(int record, Json value) {
        return map.setAsync(record, bytes(0, value))
                .handleAsync((done, failure) -> failure == null ? written(0) : unknown(failure), callbacks);
    }

    @Override
    public CompletionStage<Outcome> update(int record, Json value) {
        return update(record, value, 1);
    }

    private CompletionStage<Outcome> update(int record, Json value, int attempt) {
        return map.getAsync(record)
                .thenComposeAsync(
                        found -> {
                            text(found);
                            long next = version(found) + 1;
                            return map.submitToKey(record, new SetAtVersion(next - 1, bytes(next, value)))
                                    .thenComposeAsync(
                                            done -> {
                                                if (done) {
                                                    return CompletableFuture.completedFuture(written(next));
                                                }
                                                return attempt == ATTEMPTS_MAX
                                                        ? CompletableFuture.completedFuture(
                                                                new Outcome(End.REFUSED, 0, "Others wrote first"))
                                                        : update(record, value, attempt + 1);
                                            },
                                            callbacks);
                        },
                        callbacks)
                .exceptionally(HazelcastTarget::unknown);
    }

    static long version(byte @Nullable [] value) {
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    /** As a program would that wants to see the value. */
    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, Long.BYTES, value.length - Long.BYTES, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(long version, Json value) {
        byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(version)
                .put(text)
                .array();
    }

    private static Outcome written(long version) {
        return new Outcome(End.WRITTEN, version, "");
    }

    private static Outcome unknown(Throwable failure) {
        return new Outcome(End.UNKNOWN, 0, String.valueOf(failure));
    }
}
