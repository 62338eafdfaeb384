package dev.substrate.benchmark.load;

import java.util.List;

/**
 * What became of the writes of one process, by record.
 *
 * @param acknowledged how many writes were acknowledged
 * @param unknown how many writes ended without an answer: they may count or not
 * @param highest the highest version that was acknowledged; 0 if none was
 */
public record Account(List<Long> acknowledged, List<Long> unknown, List<Long> highest) {

    /** Copies the lists. */
    public Account {
        acknowledged = List.copyOf(acknowledged);
        unknown = List.copyOf(unknown);
        highest = List.copyOf(highest);
    }
}
