package dev.substrate.store.internal;

import akka.actor.Scheduler;
import akka.pattern.Patterns;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangeOffsets;
import dev.substrate.store.ChangePage;
import dev.substrate.store.StateChange;
import dev.substrate.store.StoreException;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.concurrent.ExecutionContext;

/**
 * Reads the changes of an entity type a few shards at a time, in turns, so that a busy shard holds up no other. For one
 * stream, which asks for the next changes only after it was given the ones before.
 */
public final class ChangeReader {

    /**
     * How to read.
     *
     * @param shardsReadMax how many shards are read at the same time
     * @param pageRowsMax how many rows a read brings at most
     * @param pollInterval how long to rest once nothing is left to read
     */
    public record Settings(
            int shardsReadMax,
            int pageRowsMax,
            Duration pollInterval,
            Scheduler scheduler,
            ExecutionContext executor) {}

    private final FencedShards fences;
    private final List<ShardKey> shards;
    private final Settings settings;
    private final boolean live;
    private final Map<Integer, Long> offsets;
    private final Deque<ShardKey> due;

    /**
     * Begins to read.
     *
     * @param live whether to go on when everything was read
     */
    public ChangeReader(FencedShards fences, String entityType, ChangeOffsets after, Settings settings, boolean live) {
        this.fences = fences;
        this.shards = ShardKey.all(entityType, fences.numberOfShards());
        this.settings = settings;
        this.live = live;
        this.offsets = new TreeMap<>(after.byShard());
        this.due = new ArrayDeque<>(shards);
    }

    /** Reads the next changes, in order for each shard; perhaps none this time. Empty when there are no more, for ever. */
    public CompletionStage<Optional<List<StateChange>>> next() {
        if (!due.isEmpty()) {
            return readSome();
        }
        if (!live) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        due.addAll(shards);
        return Patterns.after(settings.pollInterval(), settings.scheduler(), settings.executor(), this::readSome);
    }

    private CompletionStage<Optional<List<StateChange>>> readSome() {
        CompletionStage<List<StateChange>> all = CompletableFuture.completedFuture(new ArrayList<>());
        List<ShardKey> now = new ArrayList<>();
        while (!due.isEmpty() && now.size() < settings.shardsReadMax()) {
            now.add(due.remove());
        }
        for (ShardKey shard : now) {
            all = all.thenCombine(
                    fences.store().changes(shard, offsets.getOrDefault(shard.shard(), 0L), settings.pageRowsMax()),
                    (changes, page) -> {
                        changes.addAll(take(shard, page));
                        return changes;
                    });
        }
        return all.thenApply(Optional::of);
    }

    private List<StateChange> take(ShardKey shard, ChangePage page) {
        if (!page.damaged().isEmpty()) {
            Damaged first = page.damaged().get(0);
            // The stream ends here: going on without the row would say that it has not changed.
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "Nothing was written: the state of " + shard.entityType() + " '" + first.uri() + "', version "
                            + first.version() + ", has changed and cannot be read. Other rows are not concerned.");
        }
        offsets.put(shard.shard(), page.next());
        if (page.more()) {
            due.add(shard);
        }
        return page.changes().stream()
                .map(change -> new StateChange(change.offset(), change.row()))
                .toList();
    }
}
