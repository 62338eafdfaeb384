package dev.substrate.dht.internal.client;

import dev.substrate.record.WriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks for that was begun in another process, which may send it to several nodes.
 *
 * @param options the request id, the time to live, and the condition, which for an update is that of its attempt
 * @param typeVersion the version of the type by which the entity was written; 0 for the one that the record has
 * @param floor a version that the record surely had when the request was first sent to any node; null if nobody counts that
 * @param update null if this is no attempt of an update
 */
public record ForeignWrite(
        WriteOptions options,
        int typeVersion,
        @Nullable Long floor,
        @Nullable UpdateAttempt update) {

    /**
     * An attempt of an update: what it writes lives as long as before, unless the options say otherwise.
     *
     * @param fingerprint tells the update from others under the same request id
     * @param version the version that the updater was shown; 0 if the record was never written
     */
    public record UpdateAttempt(String fingerprint, long version) {}
}
