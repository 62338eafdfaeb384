package dev.substrate.store.contract;

import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The main class of a process that owns a shard and writes to it as fast as it can, each entity one write after the
 * other, until it is killed or loses its fence. It prints a line for each write that was acknowledged. What it writes
 * follows from the entity and the number, so that whoever reads the store can tell what must be there.
 */
final class WriterProcess {

    static final int ENTITIES = 6;

    /** For how long it keeps the versions of states: longer than the test takes. */
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final FencedStore store;
    private final ShardKey shard;
    private final long epoch;
    private final long restMillis;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch ended = new CountDownLatch(3 * ENTITIES);

    private WriterProcess(FencedStore store, ShardKey shard, long epoch, long restMillis) {
        this.store = store;
        this.shard = shard;
        this.epoch = epoch;
        this.restMillis = restMillis;
    }

    /**
     * Arguments: the class of the provider, a file with the settings, the entity type, the number of the shard, and for how
     * many milliseconds an entity rests after each write.
     */
    public static void main(String[] args) throws Exception {
        FencedStore store = Scene.open(
                Class.forName(args[0]).asSubclass(FencedStoreProvider.class),
                ConfigFactory.parseFile(Path.of(args[1]).toFile()));
        ShardKey shard = new ShardKey(args[2], Integer.parseInt(args[3]));
        long epoch = store.raiseEpoch(shard, "writer " + ProcessHandle.current().pid())
                .toCompletableFuture()
                .join();
        new WriterProcess(store, shard, epoch, Long.parseLong(args[4])).run();
    }

    /** Returns the id of one of the entities that it writes. */
    static String id(ShardKey shard, int entity) {
        return "t:" + shard.shard() + "-" + entity;
    }

    private void run() throws InterruptedException {
        OtherProcess.say("owns " + shard + " " + epoch);
        for (int i = 0; i < ENTITIES; i++) {
            String id = id(shard, i);
            join(
                    store.recover(shard, epoch, id),
                    row -> writeState(id, row.map(StateRow::version).orElse(0L) + 1));
            join(store.recoverLog(shard, epoch, id, 0), bounds -> append(id, bounds.highest() + 1));
            join(
                    store.snapshot(shard, id, SnapshotChoice.ALL),
                    snapshot -> save(id, snapshot.map(SnapshotRow::sequence).orElse(0L) + 1));
        }
        ended.await();
        OtherProcess.say("ends");
        timer.shutdownNow();
        store.close();
    }

    private void writeState(String id, long version) {
        join(store.write(Rows.state(shard, id, version, epoch, Written.state(id, version)), KEPT_FOR), done -> {
            OtherProcess.say("state " + id + " " + version);
            rest(() -> writeState(id, version + 1));
        });
    }

    private void append(String id, long from) {
        int count = Written.batchSize(from);
        join(store.append(Written.batch(shard, id, from, epoch)), done -> {
            OtherProcess.say("log " + id + " " + (from + count - 1));
            rest(() -> append(id, from + count));
        });
    }

    private void save(String id, long sequence) {
        join(store.save(Rows.snapshot(shard, id, sequence, epoch, Written.state(id, sequence))), done -> {
            OtherProcess.say("snapshot " + id + " " + sequence);
            rest(() -> save(id, sequence + 1));
        });
    }

    private void rest(Runnable next) {
        if (restMillis == 0) {
            next.run();
        } else {
            var unused = timer.schedule(next, restMillis, TimeUnit.MILLISECONDS);
        }
    }

    private <T> void join(CompletionStage<T> stage, Consumer<T> next) {
        stage.whenComplete((done, failure) -> {
            if (failure == null) {
                next.accept(done);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                if (!(cause instanceof FenceLostException)) {
                    OtherProcess.say("failed " + cause);
                }
                ended.countDown();
            }
        });
    }
}
