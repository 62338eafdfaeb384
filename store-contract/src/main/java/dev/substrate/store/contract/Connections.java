package dev.substrate.store.contract;

import dev.substrate.store.FencedStore;
import java.util.ArrayDeque;
import java.util.Deque;

/** Open stores that no test uses at the moment: to some engines, a connection takes seconds. For one thread. */
final class Connections implements AutoCloseable {

    private final StoreHarness harness;
    private final Deque<FencedStore> idle = new ArrayDeque<>();

    Connections(StoreHarness harness) {
        this.harness = harness;
    }

    FencedStore take() {
        FencedStore store = idle.poll();
        return store == null ? Scene.open(harness.provider(), harness.settings()) : store;
    }

    void giveBack(FencedStore store) {
        idle.add(store);
    }

    @Override
    public void close() {
        idle.forEach(FencedStore::close);
    }
}
