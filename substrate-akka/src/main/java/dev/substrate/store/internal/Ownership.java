package dev.substrate.store.internal;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Under which epoch each entity of this node was recovered. Writes go out under that one and not under the one that the
 * node holds when they come: a write may wait in a mailbox while the shard is lost and taken again, and then rests on
 * what is stale.
 *
 * <p>Safe for use by several threads. Bounded: an entity that is forgotten is refused at its next write, and recovers.
 */
final class Ownership implements Extension {

    private static final Id ID = new Id();

    private final FencedShards fences;
    private final Map<EntityName, Claim> claims;

    private Ownership(ExtendedActorSystem system) {
        fences = FencedShards.get(system);
        claims = Collections.synchronizedMap(
                new NewestClaims(system.settings().config().getInt("substrate.shards.recovered-entities-max")));
    }

    static Ownership get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /**
     * Begins the recovery of an entity, before anything of it is read. Ends the claim of a recovery before.
     *
     * @return failed with {@link FenceLostException} if the node does not own the entity
     */
    CompletionStage<Claim> recover(EntityName name) {
        ShardKey shard = shardOf(name);
        if (shard.isUnsharded()) {
            // Nobody else says which copy of such an actor is the right one: it is the one that recovers last.
            return fences.takeOver(shard).thenApply(epoch -> begin(name, shard, epoch));
        }
        long epoch = fences.epoch(shard);
        return epoch == 0
                ? CompletableFuture.failedFuture(new FenceLostException(shard, 0, 0))
                : CompletableFuture.completedFuture(begin(name, shard, epoch));
    }

    /** Goes on with a recovery that has read a snapshot, or begins one. */
    CompletionStage<Claim> recoverOn(EntityName name) {
        Claim claim = claims.get(name);
        return claim != null && fences.epoch(claim.shard()) == claim.epoch() && claim.goOn()
                ? CompletableFuture.completedFuture(claim)
                : recover(name);
    }

    /** Returns the claim of the newest recovery, or null if there was none or it is forgotten. */
    @Nullable
    Claim claim(EntityName name) {
        return claims.get(name);
    }

    /**
     * Does something in the store under the epoch under which the entity was recovered.
     *
     * @param operation what to do under the epoch; not called if the node does not hold it any more
     */
    <T> CompletionStage<T> fenced(EntityName name, LongFunction<? extends CompletionStage<T>> operation) {
        Claim claim = claims.get(name);
        return claim == null
                ? CompletableFuture.failedFuture(notRecovered(name))
                : fences.fenced(claim.shard(), claim.epoch(), () -> operation.apply(claim.epoch()));
    }

    /**
     * Writes what follows on what was recovered and written since.
     *
     * @param first the number of the first event, or of the version
     * @param last the number of the last event, or of the version
     * @param operation what to do under the epoch; not called if there is anything that the writer cannot know of
     */
    <T> CompletionStage<T> write(
            EntityName name, long first, long last, LongFunction<? extends CompletionStage<T>> operation) {
        Claim claim = claims.get(name);
        if (claim != null && !claim.advance(first, last)) {
            // Not every store notices: on one that orders by stamps this would cover what is there.
            return CompletableFuture.failedFuture(new StoreException(
                    StoreException.Kind.VERSION_CONFLICT,
                    "Nothing was written: number " + first + " does not follow on what was recovered for '" + name
                            + "' last; another actor has the same persistence id, or a write before was refused"));
        }
        return fenced(name, operation);
    }

    ShardKey shardOf(EntityName name) {
        return fences.shardOf(name.type(), name.id());
    }

    private Claim begin(EntityName name, ShardKey shard, long epoch) {
        Claim claim = new Claim(shard, epoch);
        Claim before = claims.put(name, claim);
        if (before != null) {
            before.end();
        }
        return claim;
    }

    private FenceLostException notRecovered(EntityName name) {
        return new FenceLostException(
                shardOf(name),
                "Nothing was written: '" + name + "' was not recovered on this node, or is forgotten"
                        + " (substrate.shards.recovered-entities-max); it must recover again");
    }

    /** Forgets the claim that was used longest ago. A cache that chooses by frequency might refuse who has just recovered. */
    private final class NewestClaims extends LinkedHashMap<EntityName, Claim> {

        private final int claimsMax;

        NewestClaims(int claimsMax) {
            super(16, 0.75f, true);
            this.claimsMax = claimsMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntityName, Claim> eldest) {
            boolean full = size() > claimsMax;
            if (full) {
                Claim claim = eldest.getValue();
                claim.end();
                if (claim.shard().isUnsharded()) {
                    fences.release(claim.shard(), claim.epoch());
                }
            }
            return full;
        }
    }

    private static final class Id extends AbstractExtensionId<Ownership> {
        @Override
        public Ownership createExtension(ExtendedActorSystem system) {
            return new Ownership(system);
        }
    }
}
