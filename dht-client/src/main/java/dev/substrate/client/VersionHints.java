package dev.substrate.client;

import dev.substrate.record.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Versions that records were seen at, a floor for the next unconditional write: so many, longest unused first out. */
final class VersionHints {

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<RecordId, Long> versions;

    VersionHints(int max) {
        versions = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RecordId, Long> eldest) {
                return size() > max;
            }
        };
    }

    synchronized void see(RecordId id, long version) {
        if (version > 0) {
            versions.merge(id, version, Math::max);
        }
    }

    /** Returns a version that a record surely had; 0 if none is known. */
    synchronized long of(RecordId id) {
        return versions.getOrDefault(id, 0L);
    }
}
