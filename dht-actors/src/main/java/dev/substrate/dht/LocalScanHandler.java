package dev.substrate.dht;

import dev.substrate.record.Versioned;
import java.util.concurrent.CompletionStage;

/**
 * Looks at the records that a node owns, one after the other, in every pass of its local scan; so each record of the cluster
 * is looked at by its owner, about once in {@code substrate.record.local-scan-interval}.
 *
 * @param <T> the entity class
 */
@FunctionalInterface
public interface LocalScanHandler<T> {

    /**
     * Looks at a record that was there when its page was read; it may have changed since, and may be shown again, on this node
     * or on another one to which it has moved. Whoever acts on it should do so by an update at the version that was shown.
     *
     * <p>Called on a thread of an actor: it must not block. A few records are shown at a time; the scan goes on when the stage
     * completes. A failure is counted and logged, and the scan goes on.
     */
    CompletionStage<Void> onRecord(Versioned<T> record);
}
