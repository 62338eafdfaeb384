package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the versions of a key that clients see never go back: who begins after somebody else has ended sees that
 * one's version or a later one. And that no version has two values. It asks less than {@link VersionedRegister}, and so
 * suits readers who may see something old as long as it does not become older.
 */
public final class MonotoneVersions implements Checker {

    private final Function<Operation, Optional<Versioned>> versions;

    /** Checks all {@link Versioned} results. */
    public MonotoneVersions() {
        this(operation -> Optional.ofNullable(operation.result() instanceof Versioned versioned ? versioned : null));
    }

    /**
     * Checks what a function finds.
     *
     * @param versions says which version an operation saw that was done, empty if none; a value of null is not compared
     */
    public MonotoneVersions(Function<Operation, Optional<Versioned>> versions) {
        this.versions = versions;
    }

    @Override
    public Verdict check(History history) {
        return Verdict.join(history.byKey().entrySet().stream()
                .map(key -> check(key.getKey(), key.getValue()))
                .toList());
    }

    private Verdict check(String key, History history) {
        List<Sight> sights = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (operation.isOk()) {
                versions.apply(operation).ifPresent(seen -> sights.add(new Sight(operation, seen)));
            }
        }
        Counterexample found = twoValues(key, sights);
        found = found == null ? wayBack(key, sights) : found;
        return found == null ? new Verdict.Valid() : new Verdict.Invalid(found);
    }

    private static @Nullable Counterexample twoValues(String key, List<Sight> sights) {
        Map<Long, Sight> first = new HashMap<>();
        for (Sight sight : sights) {
            if (sight.seen.value() != null) {
                Sight other = first.putIfAbsent(sight.seen.version(), sight);
                if (other != null && !Objects.equals(other.seen.value(), sight.seen.value())) {
                    return Counterexample.of(
                            key,
                            "version " + sight.seen.version() + " has two values",
                            List.of(other.operation, sight.operation));
                }
            }
        }
        return null;
    }

    private static @Nullable Counterexample wayBack(String key, List<Sight> byBegin) {
        List<Sight> byEnd = new ArrayList<>(byBegin);
        byEnd.sort(Comparator.comparingLong(sight -> sight.operation.ended()));
        int next = 0;
        Sight last = null;
        for (Sight sight : byBegin) {
            while (byEnd.get(next).operation.precedes(sight.operation)) {
                Sight ended = byEnd.get(next++);
                last = last == null || ended.seen.version() > last.seen.version() ? ended : last;
            }
            if (last != null && sight.seen.version() < last.seen.version()) {
                return Counterexample.of(
                        key,
                        "the version went back from " + last.seen.version() + " to " + sight.seen.version(),
                        List.of(last.operation, sight.operation));
            }
        }
        return null;
    }

    private record Sight(Operation operation, Versioned seen) {}
}
