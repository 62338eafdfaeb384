package dev.substrate.faults;

import dev.substrate.client.SubstrateClient;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Client;
import dev.substrate.testkit.workload.RefusedException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Records as registers, over HTTP by a client that is no member: a read is a linearizable get, a write a put. */
final class RecordRegisters implements Client {

    private static final RecordType<Json> TYPE = RecordType.json("register");

    private final SubstrateClient client;
    private final WriteOptions options;

    /**
     * Connects a client to all nodes.
     *
     * @param within for how long an operation may try
     */
    static RecordRegisters ofAll(TestCluster cluster, Duration within) {
        return new RecordRegisters(
                within, cluster.nodes().stream().map(NodeHandle::httpUri).toArray(URI[]::new));
    }

    /** Connects a client to one node. */
    static RecordRegisters of(NodeHandle node, Duration within) {
        return new RecordRegisters(within, node.httpUri());
    }

    private RecordRegisters(Duration within, URI... nodes) {
        client = SubstrateClient.builder(nodes).deadline(within).connect();
        options = WriteOptions.none().deadline(within);
    }

    @Override
    public @Nullable Object perform(String key, Action action) throws Exception {
        RecordKey<Json> record = TYPE.key(key);
        if (action instanceof RegisterModel.Write write) {
            WriteOutcome<Json> outcome = client.dht()
                    .put(record, new Json(String.valueOf(write.value())), options)
                    .toCompletableFuture()
                    .get();
            if (outcome instanceof WriteOutcome.Refused<Json> refused) {
                throw new RefusedException(refused.explain());
            }
            return outcome.orThrow().version();
        }
        return client.dht()
                .get(record)
                .toCompletableFuture()
                .get()
                .map(Versioned::value)
                .map(value -> Long.valueOf(value.text()))
                .orElse(null);
    }

    @Override
    public void close() {
        client.close();
    }
}
