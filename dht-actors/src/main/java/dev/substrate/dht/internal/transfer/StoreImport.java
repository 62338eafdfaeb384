package dev.substrate.dht.internal.transfer;

import dev.substrate.dht.internal.client.DhtClient;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.Restored;
import dev.substrate.dht.internal.transfer.StoreLine.BadLineException;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts records back that another store had, each by its owner. Safe for use by several threads. */
public final class StoreImport {

    /**
     * What became of a line.
     *
     * @param outcome {@code restored}, {@code kept}, {@code differs} or {@code purged}, as of {@link RecordEntity.Restoring};
     *     {@code refused} or {@code damaged} if repeating it is of no use; {@code again} if it is to be repeated
     * @param version the version that the record has now; 0 if there is none, or it is not known
     * @param reason why, in a sentence; null if it is in the store now
     */
    public record Result(
            String outcome, long version, @Nullable String reason) {

        private static Result of(StoreLine line, Restored restored) {
            String what = "version " + line.version().version() + " of '" + line.id() + "'";
            return new Result(
                    restored.done().name().toLowerCase(Locale.ROOT),
                    restored.version(),
                    switch (restored.done()) {
                        case RESTORED, KEPT -> null;
                        case DIFFERS -> "Nothing was written: " + what + " has another content here, which stays.";
                        case PURGED ->
                            "Nothing was written: " + what
                                    + " is not above the versions of deleted records that were purged here, so the name may"
                                    + " have had it before.";
                    });
        }
    }

    /** So many names hit all shards, but for the one of the lowest of all hashes, which a single name can be in. */
    private static final int PROBES_PER_SHARD_MAX = 1_000;

    private final FencedShards fences;
    private final DhtClient dht;
    private final EntityText entityText;

    /** Makes one. */
    public StoreImport(FencedShards fences, DhtClient dht, EntityText entityText) {
        this.fences = fences;
        this.dht = dht;
        this.entityText = entityText;
    }

    /** Puts back the version in a line. The stage does not fail. */
    public CompletionStage<Result> restore(byte[] line) {
        StoreLine parsed;
        try {
            parsed = StoreLine.parse(line);
        } catch (BadLineException e) {
            return refused("Nothing was written: " + e.reason() + ".");
        }
        Optional<EntityText.Fault> fault =
                fault(parsed.version().entity()).or(() -> fault(parsed.version().deleted()));
        return fault.isPresent()
                ? refused("Nothing was written: in the line of '" + parsed.id() + "', "
                        + fault.get().reason())
                : dht.restore(parsed.id(), parsed.version())
                        .handle((restored, failure) ->
                                failure == null ? Result.of(parsed, restored) : failed(unwrapped(failure)));
    }

    /**
     * Lets names that are not there begin above a version, in every shard. Owners of shards that this concerns lose them for a
     * moment, so that they look anew; it ends when they have. To be repeated if it fails.
     *
     * @return how many shards it concerned
     */
    public CompletionStage<Integer> beginAbove(long version) {
        List<ShardKey> shards = ShardKey.all(RecordEntity.KEY.name(), fences.numberOfShards());
        return beginAbove(version, shards.iterator(), 0)
                .thenCompose(concerned -> ownersHaveLooked().thenApply(looked -> concerned));
    }

    /**
     * Asks each owner for a record that is not there. Who answers has confirmed its epoch, and so took the shard after the number
     * was raised. Otherwise an owner that does not know yet could begin a name below, and its write, though not acknowledged,
     * could stay: on some engines it is in the store when it turns out that the epoch has passed.
     */
    private CompletionStage<Void> ownersHaveLooked() {
        Map<ShardKey, RecordId> ofShards = new HashMap<>();
        for (int i = 0;
                ofShards.size() < fences.numberOfShards() && i < PROBES_PER_SHARD_MAX * fences.numberOfShards();
                i++) {
            RecordId probe = RecordId.global(new RecordUri("substrate", "purged-" + i));
            ofShards.putIfAbsent(fences.shardOf(RecordEntity.KEY.name(), probe.toString()), probe);
        }
        return CompletableFuture.allOf(ofShards.values().stream()
                .map(probe -> dht.version(probe, true).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Integer> beginAbove(long version, Iterator<ShardKey> shards, int concerned) {
        if (!shards.hasNext()) {
            return CompletableFuture.completedFuture(concerned);
        }
        ShardKey shard = shards.next();
        return fences.store()
                .purgedVersion(shard)
                .thenCompose(purged -> purged >= version
                        ? beginAbove(version, shards, concerned)
                        : fences.betweenOwners(shard, epoch -> fences.store().raisePurged(shard, epoch, version))
                                .thenCompose(raised -> beginAbove(version, shards, concerned + 1)));
    }

    private Optional<EntityText.Fault> fault(@Nullable String entity) {
        return entity == null ? Optional.empty() : entityText.check(entity);
    }

    private static CompletionStage<Result> refused(String reason) {
        return CompletableFuture.completedFuture(new Result("refused", 0, reason));
    }

    private static Result failed(Throwable failure) {
        return new Result(
                failure instanceof RecordDamagedException ? "damaged" : "again",
                0,
                String.valueOf(failure.getMessage()));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Returns the lines of a text, without their line feeds; empty ones are left out. */
    public static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                if (i > start) {
                    lines.add(Arrays.copyOfRange(text, start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }
}
