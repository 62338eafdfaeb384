package dev.substrate.store.contract;

import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The main class of a process with little memory in which many entities recover at the same time. */
final class RecoveringProcess {

    /** Far less than what the entities hold together. */
    static final int HEAP_MIB = 96;

    private static final String FILLING = "x".repeat(6 * 1024);

    private RecoveringProcess() {}

    static String content(String what, int entity) {
        return Rows.json(what + " " + entity + " " + FILLING);
    }

    /** Arguments: the class of the provider, a file with the settings, the entity type and the number of the shard. */
    public static void main(String[] args) throws Exception {
        FencedStore store = Scene.open(
                Class.forName(args[0]).asSubclass(FencedStoreProvider.class),
                ConfigFactory.parseFile(Path.of(args[1]).toFile()));
        ShardKey shard = new ShardKey(args[2], Integer.parseInt(args[3]));
        long epoch = store.raiseEpoch(shard, "recovering").toCompletableFuture().join();
        AtomicInteger recovered = new AtomicInteger();
        List<CompletionStage<Void>> recoveries = new ArrayList<>();
        for (int i = 0; i < LoadContract.RECOVERING_ENTITIES; i++) {
            int entity = i;
            recoveries.add(recover(store, shard, epoch, entity).thenAccept(whole -> {
                if (whole) {
                    recovered.incrementAndGet();
                } else {
                    OtherProcess.say("failed: entity " + entity + " is not as it was written");
                }
            }));
        }
        for (CompletionStage<Void> recovery : recoveries) {
            try {
                recovery.toCompletableFuture().join();
            } catch (RuntimeException e) {
                OtherProcess.say("failed " + e);
            }
        }
        OtherProcess.say("recovered " + recovered);
        OtherProcess.say("ends");
        store.close();
    }

    /** Every second one is a durable state, the others recover from their events. */
    private static CompletionStage<Boolean> recover(FencedStore store, ShardKey shard, long epoch, int entity) {
        String id = "t:" + entity;
        if (entity % 2 == 0) {
            return store.recover(shard, epoch, id)
                    .thenApply(row ->
                            content("state", entity).equals(row.orElseThrow().entity()));
        }
        return store.recoverLog(shard, epoch, id, 0)
                .thenCompose(bounds -> store.events(shard, id, 1, bounds.highest(), 100))
                .thenApply(page -> page.events().size() == 2
                        && page.events().get(0).event().equals(content("first", entity))
                        && page.events().get(1).event().equals(content("second", entity)));
    }
}
