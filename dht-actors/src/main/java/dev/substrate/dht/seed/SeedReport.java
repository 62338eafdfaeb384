package dev.substrate.dht.seed;

import dev.substrate.record.Json;
import dev.substrate.record.WriteOutcome;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a plan.
 *
 * @param results in the order of the plan
 */
public record SeedReport(List<Result> results) {

    /**
     * What became of one seed.
     *
     * @param entry what was to be done
     * @param outcome how the write ended; null if there was nothing to write
     */
    public record Result(SeedPlan.Entry entry, @Nullable WriteOutcome<Json> outcome) {
        /** Checks that nothing is missing. */
        public Result {
            Objects.requireNonNull(entry, "entry");
        }
    }

    /** Copies the results. */
    public SeedReport {
        results = List.copyOf(results);
    }

    /** Returns whether all was written that was to be. */
    public boolean complete() {
        return failed().isEmpty();
    }

    /** Returns the writes that were refused, or whose outcome is not known. Plan again to see what is left to do. */
    public List<WriteOutcome<Json>> failed() {
        return results.stream()
                .<WriteOutcome<Json>>mapMulti((result, failed) -> {
                    WriteOutcome<Json> outcome = result.outcome();
                    if (outcome != null && !(outcome instanceof WriteOutcome.Written)) {
                        failed.accept(outcome);
                    }
                })
                .toList();
    }
}
