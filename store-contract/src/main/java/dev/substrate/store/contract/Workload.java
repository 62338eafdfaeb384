package dev.substrate.store.contract;

import static org.awaitility.Awaitility.await;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Owners that go on and on over whatever happens to the engine, each with an entity of its own; all is noted. */
final class Workload implements AutoCloseable {

    private static final int OWNERS = 6;

    private final Scene scene;
    private final List<Histories> entities = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(OWNERS);
    private final List<Future<?>> ends = new ArrayList<>();
    private volatile boolean going = true;

    Workload(Scene scene, List<FencedStore> stores) {
        this.scene = scene;
        for (int number = 0; number < OWNERS; number++) {
            Histories histories = new Histories("t:" + number);
            ShardKey shard = scene.shard(number);
            Owner owner = new Owner(
                    scene,
                    "owner-" + number,
                    stores.get(number % stores.size()),
                    scene.random().nextLong());
            entities.add(histories);
            ends.add(threads.submit(() -> {
                while (going) {
                    long before = histories.acknowledged();
                    owner.takeATurn(shard, histories, 10);
                    if (histories.acknowledged() == before) {
                        // As entities do, so that what fails at once does not fill the history.
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                }
                return null;
            }));
        }
    }

    long acknowledged() {
        return entities.stream().mapToLong(Histories::acknowledged).sum();
    }

    /** Waits until every owner gets through again. */
    void awaitProgress(String when, Duration within) {
        List<AtomicLong> before = entities.stream()
                .map(entity -> new AtomicLong(entity.acknowledged()))
                .toList();
        await("every owner gets through " + when).atMost(within).until(() -> {
            failIfAnOwnerFailed();
            for (int i = 0; i < OWNERS; i++) {
                if (entities.get(i).acknowledged() < before.get(i).get() + 2) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Stops, and checks every history against what the store holds now. */
    void stopAndCheck(FencedStore store) throws Exception {
        going = false;
        for (Future<?> end : ends) {
            end.get();
        }
        Owner last = new Owner(scene, "last", store, 0);
        for (int number = 0; number < OWNERS; number++) {
            last.takeATurn(scene.shard(number), entities.get(number), 0);
            entities.get(number).check();
        }
    }

    void failIfAnOwnerFailed() throws Exception {
        for (Future<?> end : ends) {
            if (end.isDone()) {
                end.get();
            }
        }
    }

    @Override
    public void close() {
        going = false;
        threads.shutdownNow();
    }
}
