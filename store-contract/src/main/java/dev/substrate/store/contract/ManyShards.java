package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An owner of all shards, which writes each entity to its own. Safe for use by several threads. */
final class ManyShards {

    private final Scene scene;
    private final FencedStore store;
    private final Map<ShardKey, CompletionStage<Long>> epochs = new ConcurrentHashMap<>();

    ManyShards(Scene scene, FencedStore store) {
        this.scene = scene;
        this.store = store;
    }

    CompletionStage<Void> write(String uri, long version, @Nullable String entity) {
        ShardKey shard = scene.shardOf(uri);
        return epochs.computeIfAbsent(shard, unowned -> store.raiseEpoch(shard, "a"))
                .thenCompose(epoch -> store.write(Rows.state(shard, uri, version, epoch, entity)));
    }
}
