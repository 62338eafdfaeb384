package dev.substrate.benchmark.node;

import com.typesafe.config.ConfigFactory;
import dev.substrate.benchmark.load.ClosedLoop;
import dev.substrate.dht.Records;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process of a node that is measured: does what it reads from standard input, until that ends.
 *
 * <p>The load is made in here and not from outside, so that what is measured is the node and not a network.
 */
public final class BenchmarkNode {

    static final String RECORD_TYPE = "record";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final int ROWS_PER_PAGE = 200;
    private static final long BYTES_PER_PAGE = 4 << 20;

    private final SubstrateNode node;
    private final List<RecordKey<Json>> keys;
    private final ClosedLoop loads;

    private BenchmarkNode(SubstrateNode node, int records) {
        this.node = node;
        this.keys = ClosedLoop.keys(records);
        this.loads = new ClosedLoop(Records.on(node), records);
    }

    /** Starts a node; the arguments are its settings file and the number of records. */
    public static void main(String... arguments) throws IOException {
        PrintStream replies = System.out;
        // Standard output belongs to the replies; the log goes where errors go.
        System.setOut(System.err);
        System.setProperty("logback.configurationFile", "substrate-logback.xml");
        System.setProperty("substrate.log.node", "-");
        try {
            SubstrateNode node = SubstrateNode.start(
                    ConfigFactory.parseFile(Path.of(arguments[0]).toFile()));
            RequestLoop.run(replies, new BenchmarkNode(node, Integer.parseInt(arguments[1]))::result);
        } finally {
            // Whoever started it is gone or wants no more. No orderly stop, but a recording that runs is written.
            System.exit(0);
        }
    }

    private Object result(NodeRequest request) throws InterruptedException {
        if (request instanceof NodeRequest.AwaitReady) {
            node.awaitReady(READY_WITHIN);
            return true;
        }
        if (request instanceof NodeRequest.Fill fill) {
            loads.fill(fill.valueBytes());
            return true;
        }
        if (request instanceof NodeRequest.Run run) {
            return loads.run(run.load());
        }
        if (request instanceof NodeRequest.ReadAccount) {
            return loads.account();
        }
        return request instanceof NodeRequest.ReadStore ? storedVersions() : owned();
    }

    private List<Long> storedVersions() {
        FencedStore store = FencedShards.get(node.system()).store();
        Map<String, Long> versions = new HashMap<>();
        @Nullable String last = null;
        StatePage page;
        do {
            page = store.scan(new StateScan(
                            RECORD_TYPE,
                            ClosedLoop.SCHEME,
                            ClosedLoop.SCHEME + ":",
                            last,
                            ROWS_PER_PAGE,
                            BYTES_PER_PAGE))
                    .toCompletableFuture()
                    .join();
            for (StateRow row : page.rows()) {
                versions.put(row.uri(), row.version());
                last = row.uri();
            }
        } while (page.more());
        return keys.stream()
                .map(key -> versions.getOrDefault(key.uri().toString(), 0L))
                .toList();
    }

    private long owned() {
        FencedShards fences = FencedShards.get(node.system());
        return keys.stream()
                .filter(key ->
                        fences.epoch(fences.shardOf(RECORD_TYPE, key.uri().toString())) > 0)
                .count();
    }
}
