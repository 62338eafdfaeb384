package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.HistoryFile;
import java.util.List;
import java.util.SplittableRandom;

/** Draws what clients do. Safe for several threads, each with a random of its own. */
@FunctionalInterface
public interface Workload {

    /** Draws the next step of a client. */
    Step next(SplittableRandom random);

    /** Returns how histories of such steps are kept; to be said by workloads with actions of other models than those of the kit. */
    default HistoryFile file() {
        return new HistoryFile();
    }

    /** Returns what is done once when all is healed, so that what was lost is missed: reads, as a rule. */
    default List<Step> last() {
        return List.of();
    }
}
