package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An owner as an entity's node would be one: takes the shard, reads what there is, and writes on top of it until it is
 * refused. Notes everything in the entity's history. For one thread.
 */
final class Owner {

    private final Scene scene;
    private final String name;
    private final FencedStore store;
    private final Random random;
    private int written;

    Owner(Scene scene, String name, FencedStore store, long seed) {
        this.scene = scene;
        this.name = name;
        this.store = store;
        this.random = new Random(seed);
    }

    /** Takes the shard and, as long as nothing fails, reads the entity and writes a few times. */
    void takeATurn(ShardKey shard, Histories histories, int writes) {
        Ending<Long> taken = scene.end(store.raiseEpoch(shard, name));
        if (!taken.acknowledged()) {
            return;
        }
        long epoch = taken.get();
        long start = histories.tick();
        Ending<Optional<StateRow>> state = scene.end(store.recover(shard, epoch, histories.entity()));
        Ending<List<String>> log = readLog(shard, epoch, histories.entity());
        Ending<Optional<SnapshotRow>> snapshot =
                scene.end(store.snapshot(shard, histories.entity(), SnapshotChoice.ALL));
        Ending<Boolean> held = scene.end(store.confirm(shard, epoch));
        if (!state.acknowledged()
                || !log.acknowledged()
                || !snapshot.acknowledged()
                || !held.acknowledged()
                || !held.get()) {
            // What somebody reads who is no longer the owner binds nobody.
            return;
        }
        histories.state().saw(epoch, StateHistory.Version.of(state.get()), start);
        histories.log().saw(epoch, log.get(), start);
        histories.snapshots().saw(snapshot.get(), start);
        long version = StateHistory.Version.of(state.get()).number();
        long highest = log.get().size();
        boolean going = true;
        while (going && writes-- > 0) {
            int count = 1 + random.nextInt(3);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    going = write(shard, histories, epoch, version + 1);
                    version++;
                }
                case 2, 3 -> {
                    going = append(shard, histories, epoch, highest + 1, count);
                    highest += count;
                }
                default -> going = save(shard, histories, epoch, highest);
            }
        }
    }

    boolean write(ShardKey shard, Histories histories, long epoch, long version) {
        String content = content();
        var attempt = histories.state().attempt(epoch, version, content);
        Ending<Void> ending = scene.end(store.write(Rows.state(shard, histories.entity(), version, epoch, content)));
        attempt.ended(ending, histories.tick());
        return ending.acknowledged();
    }

    boolean append(ShardKey shard, Histories histories, long epoch, long from, int count) {
        List<EventRow> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Rows.event(shard, histories.entity(), from + i, epoch, content()));
        }
        var attempt = histories
                .log()
                .attempt(epoch, from, events.stream().map(EventRow::event).toList());
        Ending<Void> ending = scene.end(store.append(events));
        attempt.ended(ending, histories.tick());
        return ending.acknowledged();
    }

    boolean save(ShardKey shard, Histories histories, long epoch, long sequence) {
        String content = content();
        var attempt = histories.snapshots().attempt(epoch, sequence, content);
        Ending<Void> ending = scene.end(store.save(Rows.snapshot(shard, histories.entity(), sequence, epoch, content)));
        attempt.ended(ending, histories.tick());
        return ending.acknowledged();
    }

    /** Reads a log that others may write to meanwhile. */
    private Ending<List<String>> readLog(ShardKey shard, long epoch, String entity) {
        Ending<LogBounds> bounds = scene.end(store.recoverLog(shard, epoch, entity, 0));
        if (!bounds.acknowledged()) {
            return new Ending<>(null, bounds.failure());
        }
        List<String> contents = new ArrayList<>();
        while (contents.size() < bounds.get().highest()) {
            Ending<EventPage> page = scene.end(store.events(
                    shard, entity, contents.size() + 1, bounds.get().highest(), 100));
            if (!page.acknowledged()) {
                return new Ending<>(null, page.failure());
            }
            if (page.get().events().isEmpty()) {
                throw new AssertionError("The log of " + entity + " goes to "
                        + bounds.get().highest() + ", but there is no event after " + contents.size());
            }
            page.get().events().forEach(event -> contents.add(event.event()));
        }
        return new Ending<>(contents, null);
    }

    private String content() {
        return Rows.json(name + " " + ++written);
    }
}
