package dev.substrate.dht.internal.watch;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.StateRow;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds out which rows of a log are versions that their records have had, and which are what somebody wrote that came to
 * nothing.
 *
 * <p>Of two rows of one version the later one counts: who wrote it knew what it builds upon. A row that one of the next version
 * follows is settled, since an owner writes only upon what was acknowledged to it, or what it has settled. Of the last row of
 * a record, its owner knows: the owner answers behind its fence, and from a state that nothing can take the place of.
 */
final class Settler {

    private final VersionStore store;
    private final Function<RecordId, CompletionStage<RecordVersion>> owners;

    /** @param owners asks the owner of a record for its newest version */
    Settler(VersionStore store, Function<RecordId, CompletionStage<RecordVersion>> owners) {
        this.store = store;
        this.owners = owners;
    }

    /** Returns the rows of a page that are settled, in their order. Others will come later in the log, if ever. */
    CompletionStage<List<Change>> settled(ShardKey shard, VersionPage page) {
        Map<String, Change> last = new LinkedHashMap<>();
        Map<String, Map<Long, Long>> offsets = new HashMap<>();
        for (Change change : page.versions()) {
            StateRow row = change.row();
            offsets.computeIfAbsent(row.uri(), uri -> new HashMap<>()).put(row.version(), change.offset());
            last.merge(
                    row.uri(),
                    change,
                    (one, other) -> other.row().version() >= one.row().version() ? other : one);
        }
        CompletionStage<Set<Long>> dropped = CompletableFuture.completedFuture(new HashSet<>());
        for (Change change : last.values()) {
            dropped = dropped.thenCombine(isSettled(shard, change), (drops, settled) -> {
                if (!settled) {
                    drops.add(change.offset());
                }
                return drops;
            });
        }
        return dropped.thenApply(drops -> page.versions().stream()
                .filter(change -> offsets.getOrDefault(change.row().uri(), Map.of())
                        .getOrDefault(change.row().version(), 0L)
                        .equals(change.offset()))
                .filter(change -> !drops.contains(change.offset()))
                .toList());
    }

    private CompletionStage<Boolean> isSettled(ShardKey shard, Change change) {
        StateRow row = change.row();
        CompletionStage<RecordVersion> asked;
        try {
            asked = owners.apply(RecordId.parse(row.uri()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return asked.thenCompose(current -> {
                    if (current.version() == row.version() && sameContent(current, row)) {
                        return CompletableFuture.completedFuture(true);
                    }
                    if (current.version() < row.version()) {
                        // A tombstone that was purged since: nothing could have been purged that was not settled.
                        return CompletableFuture.completedFuture(current.version() == 0 && row.tombstone());
                    }
                    return isTheOneOfItsVersion(shard, change);
                })
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (cause instanceof RecordDamagedException) {
                        return false;
                    }
                    throw new CompletionException(cause);
                });
    }

    private CompletionStage<Boolean> isTheOneOfItsVersion(ShardKey shard, Change change) {
        return store.versions(shard, change.row().uri(), change.row().version(), 1)
                .thenApply(page -> page.versions().stream()
                        .anyMatch(kept -> kept.offset() == change.offset()
                                && kept.row().version() == change.row().version()));
    }

    private static boolean sameContent(RecordVersion current, StateRow row) {
        String entity = row.entity();
        return current.modified().equals(row.modified())
                && (entity == null ? current.entity() == null : entity.equals(current.entity()));
    }
}
