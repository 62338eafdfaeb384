package dev.substrate.dht;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes what housekeeping is about to purge. Named by {@code substrate.record.archive}; the class has a public constructor
 * without parameters, or with a {@code com.typesafe.config.Config}, which is that of the node.
 */
@FunctionalInterface
public interface RecordArchive {

    /** Keeps nothing. */
    RecordArchive NONE = tombstone -> CompletableFuture.completedFuture(null);

    /**
     * Keeps a deleted record. It is purged once the stage completes; if it fails, the tombstone stays and is offered again in a
     * later pass. It may be offered several times, also from several nodes.
     *
     * <p>Called on a thread of an actor: it must not block. Several calls may be under way.
     */
    CompletionStage<Void> keep(Tombstone tombstone);
}
