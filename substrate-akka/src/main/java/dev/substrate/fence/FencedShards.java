package dev.substrate.fence;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.japi.Util;
import akka.persistence.typed.PersistenceId;
import com.typesafe.config.Config;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.StoreException;
import dev.substrate.store.internal.EntityName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag$;

/**
 * The fences of this node: under which epoch it holds each of its shards, and the way to the store for what needs one.
 *
 * <p>Losing a fence is a normal event. It is logged, counted, and told to the shard, which then stops with its entities.
 * Safe for use by several threads; stages complete on threads of the store.
 */
public final class FencedShards implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(FencedShards.class);
    private static final Id ID = new Id();

    private final ShardEpochs epochs = new ShardEpochs();
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final FencedStore store;
    private final int numberOfShards;
    private final String owner;
    private final Counter taken;
    private final Counter lost;

    private FencedShards(ExtendedActorSystem system) {
        Config substrate = system.settings().config().getConfig("substrate");
        MeterRegistry meters = NodeMeters.get(system).registry();
        numberOfShards = substrate.getInt("shards.number");
        taken = Counter.builder("substrate.fence.taken")
                .description("Epochs that this node took")
                .register(meters);
        lost = Counter.builder("substrate.fence.lost")
                .description("Shards that this node found to have another owner")
                .register(meters);
        meters.gauge("substrate.fence.held", epochs, ShardEpochs::size);
        owner = system.provider().getDefaultAddress().hostPort();
        store = open(system, substrate, meters);
        system.registerOnTermination(store::close);
    }

    /**
     * Returns the fences of the node that runs the system; the first call opens the store.
     *
     * @throws StoreException if the store cannot be opened
     */
    public static FencedShards get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Returns the store, for what needs no fence. */
    public FencedStore store() {
        return store;
    }

    /** Returns how many shards each entity type has on this store. */
    public int numberOfShards() {
        return numberOfShards;
    }

    /** Returns the shard that an entity belongs to. */
    public ShardKey shardOf(String entityType, String entityId) {
        return ShardKey.of(entityType, entityId, numberOfShards);
    }

    /** Returns the shard of the entity, or of the actor outside Cluster Sharding, that has a persistence id. */
    public ShardKey shardOf(PersistenceId persistenceId) {
        EntityName name = EntityName.parse(persistenceId.id());
        return shardOf(name.type(), name.id());
    }

    /**
     * Lets this node own shards: it is known by now that the other members of its cluster use the same store. Until then
     * shards wait.
     */
    public void admit() {
        admitted.complete(null);
    }

    /** Returns whether this node may own shards. */
    public boolean isAdmitted() {
        return admitted.isDone();
    }

    /**
     * Takes the next epoch of a shard for this node. Whoever held the shard can no longer write to it.
     *
     * @param whenLost told once, on a thread of the store, when it turns out that somebody took a higher epoch
     */
    CompletionStage<Long> take(ShardKey shard, String owner, Consumer<FenceLostException> whenLost) {
        return admitted.thenCompose(now -> store.raiseEpoch(shard, owner)).thenApply(epoch -> {
            epochs.hold(shard, epoch, whenLost);
            taken.increment();
            LOG.debug("Took epoch {} of shard {}", epoch, shard);
            return epoch;
        });
    }

    /**
     * Takes the next epoch of a shard that Cluster Sharding knows nothing of. Whoever held the shard, on another node or on
     * this one, can no longer write to it; it finds out at its next write or confirmation. Waits, as sharding does, until
     * this node may own shards.
     */
    public CompletionStage<Long> takeOver(ShardKey shard) {
        return take(shard, owner, loss -> {});
    }

    /**
     * Does something in the store under the next epoch of a shard, which nobody holds. Whoever owns the shard finds out at its
     * next write or confirmation, and takes it anew: what it knows of the shard it then reads again.
     *
     * @param operation what to do under the epoch
     */
    public <T> CompletionStage<T> betweenOwners(ShardKey shard, LongFunction<? extends CompletionStage<T>> operation) {
        return admitted.thenCompose(now -> store.raiseEpoch(shard, owner)).thenCompose(operation::apply);
    }

    /** Gives a shard up that was taken under an epoch: this node then neither writes to it nor answers for it. */
    public void release(ShardKey shard, long epoch) {
        epochs.release(shard, epoch);
    }

    /** Returns the epoch under which this node believes that it holds the shard; 0 if it does not. */
    public long epoch(ShardKey shard) {
        return epochs.epoch(shard);
    }

    /**
     * Does something in the store under an epoch of a shard.
     *
     * <p>The epoch is the one that held when whoever asks for it read what it now builds on. It is not always the one that
     * the node holds now: the shard may have been lost and taken again in between, and then what was read is stale.
     *
     * @param operation what to do under the epoch; not called if this node does not hold it any more
     * @return failed with {@link FenceLostException} if this node does not hold the epoch, else what the operation returns
     */
    public <T> CompletionStage<T> fenced(ShardKey shard, long epoch, Supplier<? extends CompletionStage<T>> operation) {
        long held = epochs.epoch(shard);
        if (epoch == 0 || held != epoch) {
            return CompletableFuture.failedFuture(new FenceLostException(shard, epoch, held));
        }
        return operation.get().whenComplete((done, failure) -> {
            if (failure != null && unwrap(failure) instanceof FenceLostException loss) {
                lose(shard, epoch, loss);
            }
        });
    }

    /**
     * Confirms that this node still owned the shard at some moment after the call.
     *
     * @return failed with {@link FenceLostException} if it did not, or {@link StoreException} if that is not known
     */
    public CompletionStage<Void> confirm(ShardKey shard) {
        return confirm(shard, epochs.epoch(shard));
    }

    /**
     * Confirms that this node still owned the shard under an epoch at some moment after the call.
     *
     * @return failed with {@link FenceLostException} if it did not, or {@link StoreException} if that is not known
     */
    public CompletionStage<Void> confirm(ShardKey shard, long epoch) {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        whenConfirmed(shard, epoch, failure -> {
            if (failure == null) {
                confirmed.complete(null);
            } else {
                confirmed.completeExceptionally(failure);
            }
        });
        return confirmed;
    }

    /**
     * Does something once it is confirmed, or known not to be, that this node still owned the shard at some moment after the
     * call. It is {@link #confirm(ShardKey)} for what happens so often that each stage counts.
     *
     * @param told gets null if it is confirmed, else why it is not: a {@link FenceLostException}, or a
     *     {@link StoreException}; called once, on a thread of the store or on the caller's
     */
    public void whenConfirmed(ShardKey shard, Consumer<? super @Nullable Throwable> told) {
        whenConfirmed(shard, epochs.epoch(shard), told);
    }

    /**
     * Does something once it is confirmed, or known not to be, that this node still owned the shard under an epoch at some
     * moment after the call.
     *
     * @param told as for {@link #whenConfirmed(ShardKey, Consumer)}
     */
    public void whenConfirmed(ShardKey shard, long epoch, Consumer<? super @Nullable Throwable> told) {
        long present = epochs.epoch(shard);
        if (epoch == 0 || present != epoch) {
            told.accept(new FenceLostException(shard, epoch, present));
            return;
        }
        var unused = store.confirm(shard, epoch).whenComplete((held, failure) -> {
            Throwable cause = failure == null ? null : unwrap(failure);
            if (cause == null && !held) {
                cause = new FenceLostException(shard, epoch, 0);
            }
            if (cause instanceof FenceLostException loss) {
                lose(shard, epoch, loss);
            }
            told.accept(cause);
        });
    }

    private void lose(ShardKey shard, long epoch, FenceLostException loss) {
        if (epochs.lose(shard, epoch, loss)) {
            lost.increment();
            LOG.info("Gave up shard {}: another node took a higher epoch than {}", shard, epoch);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static FencedStore open(ExtendedActorSystem system, Config substrate, MeterRegistry meters) {
        String engine = substrate.getString("store");
        String path = "store-providers." + engine;
        if (!substrate.hasPath(path)) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "There is no store '" + engine + "'; substrate.store is one of "
                            + substrate.getObject("store-providers").keySet());
        }
        return system.dynamicAccess()
                .createInstanceFor(
                        substrate.getString(path),
                        Util.immutableSeq(List.of()),
                        ClassTag$.MODULE$.<FencedStoreProvider>apply(FencedStoreProvider.class))
                .get()
                .open(substrate, meters);
    }

    private static final class Id extends AbstractExtensionId<FencedShards> {
        @Override
        public FencedShards createExtension(ExtendedActorSystem system) {
            return new FencedShards(system);
        }
    }
}
