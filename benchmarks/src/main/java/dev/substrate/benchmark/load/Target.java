package dev.substrate.benchmark.load;

import dev.substrate.record.Json;
import java.util.concurrent.CompletionStage;

/**
 * What a load goes to: records that are known by their numbers. Stages complete on threads that may carry on with the load, and
 * not on the common pool.
 */
public interface Target {

    /** How a write ended. */
    enum End {
        /** It was acknowledged. */
        WRITTEN,
        /** Nothing was written. */
        REFUSED,
        /** It is not known. */
        UNKNOWN
    }

    /**
     * What became of a write.
     *
     * @param end how it ended
     * @param version the version that was written; 0 for none, or of what has no versions
     * @param explanation for people
     */
    record Outcome(End end, long version, String explanation) {}

    /** Reads a record; the version that was found, 0 if it is absent. */
    CompletionStage<Long> read(int record);

    /** Writes a record, whatever is there. */
    CompletionStage<Outcome> write(int record, Json value);

    /** Reads a record and writes it, if nobody else has meanwhile; if somebody has, it begins again. */
    CompletionStage<Outcome> update(int record, Json value);
}
