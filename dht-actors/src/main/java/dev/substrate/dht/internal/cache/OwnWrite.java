package dev.substrate.dht.internal.cache;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write of this node that was acknowledged.
 *
 * @param version the version that it made
 * @param modified when
 * @param writer the node that wrote it; null if that was not told, or if the acknowledgement is one of an earlier attempt
 */
public record OwnWrite(
        WriteRequest request,
        long version,
        Instant modified,
        @Nullable String writer) {

    /** Returns the version that the record has by this write; null if that cannot be told from the one before. */
    @Nullable
    RecordVersion after(RecordVersion before) {
        if (writer == null || before.version() == 0 || version != before.version() + 1) {
            return null;
        }
        Content content = request.content();
        return new RecordVersion(
                version,
                content != null && before.entity() == null ? modified : before.created(),
                modified,
                content == null ? null : expiry(content, before),
                content == null || content.typeVersion() == 0 ? before.typeVersion() : content.typeVersion(),
                writer,
                request.id(),
                content == null ? null : content.entity());
    }

    private @Nullable Instant expiry(Content content, RecordVersion before) {
        if (content.timeToLive() != null) {
            return modified.plus(content.timeToLive());
        }
        return content.expiresAsBefore() && before.entity() != null ? before.expires() : null;
    }
}
