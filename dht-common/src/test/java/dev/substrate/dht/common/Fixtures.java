package dev.substrate.dht.common;

import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Versioned;
import java.time.Instant;

/** Records of which a test says only what matters to it. */
final class Fixtures {

    private Fixtures() {}

    /** Returns a version as a caller sees it. */
    static <T> Versioned<T> versioned(RecordUri uri, T value, long version, Instant created, Instant modified) {
        return new Versioned<>(
                new RecordHeaders(
                        RecordId.global(uri), version, created, modified, null, false, 1, "0".repeat(40), "r"),
                value);
    }
}
