package dev.substrate.dht;

import dev.substrate.dht.seed.Seed;
import dev.substrate.dht.seed.SeedMode;
import dev.substrate.dht.seed.SeedPlan;
import dev.substrate.dht.seed.SeedReport;
import dev.substrate.dht.seed.SeedStep;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Brings records into being that a service expects: first looks at what is there, and then writes what is missing.
 *
 * <p>What is written is conditional on the record being as it was looked at; so whatever somebody else writes meanwhile stays, and
 * the outcome is a conflict. It is safe to plan and apply again, also after a crash half-way: a second time there is nothing to
 * do. Safe for use by several threads; stages complete where those of the {@link Dht} do.
 */
public final class Seeder {

    /** How many seeds one plan holds at most: all of them are in memory. */
    public static final int SEEDS_MAX = 100_000;

    private static final int AT_ONCE_MAX = 16;

    private final Dht dht;

    private Seeder(Dht dht) {
        this.dht = Objects.requireNonNull(dht, "dht");
    }

    /** Returns the seeder of a record store. */
    public static Seeder of(Dht dht) {
        return new Seeder(dht);
    }

    /**
     * Looks at the records and says what is to be done. Writes nothing. The stage fails as {@link Dht#get} does.
     *
     * @throws IllegalArgumentException if there are more than {@value #SEEDS_MAX} seeds, or two for one record
     */
    public CompletionStage<SeedPlan> plan(List<Seed> seeds) {
        requireEachOnce(seeds);
        return each(seeds, this::look).thenApply(SeedPlan::new);
    }

    /**
     * Writes what a plan says. The stage fails if the read inside a merge does, as {@link Dht#update} then does; what was
     * written until then is written.
     */
    public CompletionStage<SeedReport> apply(SeedPlan plan) {
        return each(plan.entries(), this::write).thenApply(SeedReport::new);
    }

    private static void requireEachOnce(List<Seed> seeds) {
        if (seeds.size() > SEEDS_MAX) {
            throw new IllegalArgumentException(
                    "There are at most " + SEEDS_MAX + " seeds in a plan, not " + seeds.size());
        }
        Set<RecordKey<Json>> keys = new HashSet<>();
        for (Seed seed : seeds) {
            if (!keys.add(seed.key())) {
                throw new IllegalArgumentException("There are two seeds for '" + seed.key() + "'");
            }
        }
    }

    private CompletionStage<SeedPlan.Entry> look(Seed seed) {
        return dht.get(seed.key())
                .thenApply(found -> new SeedPlan.Entry(
                        seed,
                        seed.content()
                                .against(
                                        found.map(Versioned::version).orElse(0L),
                                        found.map(Versioned::value).orElse(null))));
    }

    private CompletionStage<SeedReport.Result> write(SeedPlan.Entry entry) {
        if (!entry.step().writes()) {
            return CompletableFuture.completedFuture(new SeedReport.Result(entry, null));
        }
        Seed seed = entry.seed();
        WriteOptions options = WriteOptions.none()
                .onlyIf(
                        entry.step() instanceof SeedStep.Merge merge
                                ? new Condition.AtVersion(merge.version())
                                : Condition.Absent.ABSENT);
        CompletionStage<WriteOutcome<Json>> written = seed.content().mode() == SeedMode.MERGE
                ? dht.update(
                        seed.key(),
                        current -> seed.content().applyTo(current == null ? null : current.value()),
                        options)
                : dht.put(seed.key(), seed.content().entity(), options);
        return written.thenApply(outcome -> new SeedReport.Result(entry, outcome));
    }

    /** Takes a step for each item, some at once, and none any more in the lane of one that failed. */
    private static <A, R> CompletionStage<List<R>> each(List<A> items, Function<A, CompletionStage<R>> step) {
        List<CompletableFuture<R>> results = new ArrayList<>(items.size());
        for (A item : items) {
            CompletionStage<?> before = results.size() < AT_ONCE_MAX
                    ? CompletableFuture.completedFuture(null)
                    : results.get(results.size() - AT_ONCE_MAX);
            results.add(before.thenCompose(done -> step.apply(item)).toCompletableFuture());
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> results.stream().map(CompletableFuture::join).toList());
    }
}
