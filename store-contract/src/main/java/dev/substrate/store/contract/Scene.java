package dev.substrate.store.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.FencedStoreProvider;
import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** Where one test plays: an entity type of its own, and the stores that it opens. */
final class Scene implements AutoCloseable {

    static final String SEED = "substrate.contract.seed";
    private static final boolean LONG = Boolean.getBoolean("substrate.contract.long");

    private final StoreHarness harness;
    private final Connections connections;
    private final String entityType;
    private final long seed;
    private final Random random;
    private final List<AutoCloseable> opened = new ArrayList<>();

    Scene(StoreHarness harness, Connections connections, String test) {
        this.harness = harness;
        this.connections = connections;
        // Not from the seed: a store that outlives the run must not meet the same entities again.
        this.entityType =
                test + "-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        this.seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
        this.random = new Random(seed);
    }

    StoreHarness harness() {
        return harness;
    }

    long seed() {
        return seed;
    }

    /** Returns the random choices of the test. For one thread; others get one of their own from it. */
    Random random() {
        return random;
    }

    /** Returns the one or the other, by how long the run may take. */
    static <T> T normallyOr(T normally, T inLongRun) {
        return LONG ? inLongRun : normally;
    }

    ShardKey shard() {
        return shard(7);
    }

    ShardKey shard(int number) {
        return new ShardKey(entityType, number);
    }

    /** Returns the shard that an entity belongs to on this store. */
    ShardKey shardOf(String id) {
        return ShardKey.of(entityType, id, whole(harness.settings()).getInt("shards.number"));
    }

    /** Returns the store as another owner has it open; not to be closed by the test. */
    FencedStore open() {
        FencedStore store = connections.take();
        opened.add(() -> connections.giveBack(store));
        return store;
    }

    /** Opens the store as another owner that was not there before. */
    FencedStore openAnew() {
        return open(harness.settings());
    }

    /** Opens the store as another owner that lets only so many operations wait. */
    FencedStore openWithWaitingMax(int writesMax, int readsMax) {
        return open(harness.waitingMax(writesMax, readsMax).withFallback(harness.settings()));
    }

    FencedStore open(Config settings) {
        return closing(open(harness.provider(), settings));
    }

    static FencedStore open(Class<? extends FencedStoreProvider> provider, Config settings) {
        try {
            return provider.getConstructor().newInstance().open(whole(settings), new SimpleMeterRegistry());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(provider + " cannot be made by a public constructor", e);
        }
    }

    private static Config whole(Config settings) {
        return settings.withFallback(ConfigFactory.load().getConfig("substrate"));
    }

    /** Closes something when the test ends. */
    <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Uses a capability of the harness until the test ends, or skips the test. */
    <T extends AutoCloseable> T use(Capability<T> capability) throws Exception {
        return closing(capability.use());
    }

    /** Waits for an operation and returns what it came to; it must end in time and with a failure of the contract. */
    <T> Ending<T> end(CompletionStage<T> operation) {
        return Ending.of(operation, harness.operationEndsWithin());
    }

    /** Waits for an operation that must succeed. */
    <T> T await(CompletionStage<T> operation) {
        return end(operation).get();
    }

    /** Waits for many operations one after the other, which together may take longer than one. */
    <T> T awaitChain(CompletionStage<T> operations) {
        return Ending.of(operations, harness.operationEndsWithin().multipliedBy(10))
                .get();
    }

    /** Takes a shard for an owner, once the engine lets it. */
    long take(FencedStore store, ShardKey shard) {
        long deadline = System.nanoTime() + harness.worksAgainWithin().toNanos();
        while (true) {
            Ending<Long> taken = end(store.raiseEpoch(shard, "owner"));
            if (taken.acknowledged() || System.nanoTime() > deadline) {
                return taken.get();
            }
        }
    }

    void assertFenceLost(String what, CompletionStage<?> operation) {
        Ending<?> ending = end(operation);
        if (!(ending.failure() instanceof FenceLostException)) {
            throw new AssertionError(what + " must be refused because the fence is lost, but " + ending.describe());
        }
    }

    void assertFails(String what, CompletionStage<?> operation, StoreException.Kind... kinds) {
        Ending<?> ending = end(operation);
        if (!ending.isAnyOf(kinds)) {
            throw new AssertionError(what + " must fail with " + List.of(kinds) + ", but " + ending.describe());
        }
    }

    /** How long whatever the harness promises to recover from may last. */
    Duration worksAgainWithin() {
        return harness.worksAgainWithin();
    }

    @Override
    public void close() {
        AssertionError failures = new AssertionError("What the test opened does not close");
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                failures.addSuppressed(e);
            }
        }
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }
}
