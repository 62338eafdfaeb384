package dev.substrate.store.contract;

import java.util.concurrent.atomic.AtomicLong;

/** Everything that was tried and seen with one entity, in one order. Safe for use by several threads. */
final class Histories {

    private final String entity;
    private final AtomicLong clock = new AtomicLong();
    private final StateHistory state;
    private final LogHistory log;
    private final SnapshotHistory snapshots;

    Histories(String entity) {
        this.entity = entity;
        this.state = new StateHistory(entity, clock);
        this.log = new LogHistory(entity, clock);
        this.snapshots = new SnapshotHistory(entity, clock);
    }

    String entity() {
        return entity;
    }

    long tick() {
        return clock.incrementAndGet();
    }

    StateHistory state() {
        return state;
    }

    LogHistory log() {
        return log;
    }

    SnapshotHistory snapshots() {
        return snapshots;
    }

    long acknowledged() {
        return state.acknowledged() + log.acknowledged() + snapshots.acknowledged();
    }

    void check() {
        state.check();
        log.check();
        snapshots.check();
    }
}
