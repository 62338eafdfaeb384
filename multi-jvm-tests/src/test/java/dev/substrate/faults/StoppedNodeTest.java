package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program goes on with the records of its node while the node stops, and after. */
@Tag("cluster")
@Timeout(90)
class StoppedNodeTest {

    private static final RecordType<Json> TYPE = RecordType.json("pkg");
    private static final int AFTER_THE_STOP = 50;

    /** Beyond the deadline of an operation, 10 s. */
    private static final int WITHIN_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void whatIsAskedWhileANodeStopsAndAfterItHasAnEnd() throws Exception {
        ExecutorService closing = Executors.newSingleThreadExecutor();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        try (InProcessNode node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), "")) {
            Dht dht = Records.on(node.node());
            ask(dht, asked);
            CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)).get(WITHIN_SECONDS, TimeUnit.SECONDS);

            Future<?> closed = closing.submit(node::close);
            while (!closed.isDone()) {
                ask(dht, asked);
                // No more than a few at a time: it is about the stop, and not about bounds.
                TimeUnit.MICROSECONDS.sleep(200);
            }
            closed.get();
            for (int i = 0; i < AFTER_THE_STOP; i++) {
                ask(dht, asked);
            }
        } finally {
            closing.shutdown();
        }

        CompletableFuture<?>[] ended =
                asked.stream().map(one -> one.handle((result, failure) -> true)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ended).get(WITHIN_SECONDS, TimeUnit.SECONDS);
        assertThat(asked).hasSizeGreaterThan(2 * AFTER_THE_STOP).allMatch(CompletableFuture::isDone);
    }

    private static void ask(Dht dht, List<CompletableFuture<?>> asked) {
        String id = Integer.toString(asked.size() % 20);
        asked.add(dht.put(TYPE.key(id), new Json("1")).toCompletableFuture());
        asked.add(dht.get(TYPE.key(id)).toCompletableFuture());
    }
}
