package dev.substrate.fence;

import akka.actor.ExtendedActorSystem;
import akka.coordination.lease.LeaseSettings;
import akka.coordination.lease.javadsl.Lease;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The lease that Cluster Sharding takes before it starts a shard: it never fails for another's sake, it takes the next
 * epoch. It has no time-to-live; whoever held the shard before is kept out by the number.
 */
public final class EpochLease extends Lease {

    private final LeaseSettings settings;
    private final FencedShards fences;
    private final ShardKey shard;
    private volatile long epoch;

    /** Made by Akka, from {@code akka.cluster.sharding.use-lease}. */
    public EpochLease(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.fences = FencedShards.get(system);
        this.shard = shardOf(settings.leaseName(), system.name());
    }

    /** Reads the shard from the name that Cluster Sharding gives a lease: system, "shard", entity type, number. */
    static ShardKey shardOf(String leaseName, String systemName) {
        String prefix = systemName + "-shard-";
        int dash = leaseName.lastIndexOf('-');
        if (dash > prefix.length() && leaseName.charAt(dash - 1) == '-') {
            // The number is negative, which Akka's formula can come to.
            dash--;
        }
        if (!leaseName.startsWith(prefix) || dash <= prefix.length()) {
            throw new IllegalArgumentException("This is not the name of a shard's lease: " + leaseName);
        }
        return new ShardKey(
                leaseName.substring(prefix.length(), dash), Integer.parseInt(leaseName.substring(dash + 1)));
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        return acquire(loss -> {});
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
        return fences.take(shard, settings.ownerName(), loss -> leaseLost.accept(Optional.of(loss)))
                .thenApply(taken -> {
                    epoch = taken;
                    return true;
                });
    }

    @Override
    public CompletionStage<Boolean> release() {
        fences.release(shard, epoch);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public boolean checkLease() {
        return epoch != 0 && fences.epoch(shard) == epoch;
    }
}
