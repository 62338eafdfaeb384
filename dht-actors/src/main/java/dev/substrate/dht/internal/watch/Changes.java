package dev.substrate.dht.internal.watch;

import dev.substrate.dht.internal.entity.RecordStateFormat;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Deletion;
import dev.substrate.record.RecordChange.Ended;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.RecordChange.Skipped;
import dev.substrate.record.RecordChange.Version;
import dev.substrate.record.RecordId;
import dev.substrate.record.Versioned;
import dev.substrate.store.StateRow;

/** Makes what a watch shows. */
final class Changes {

    private static final RecordStateFormat FORMAT = new RecordStateFormat();

    private Changes() {}

    /** Returns what a row shows; that it is skipped if it cannot be read. */
    static RecordChange<Json> of(StateRow row, String resume) {
        RecordId id = RecordId.parse(row.uri());
        RecordVersion version;
        try {
            version = RecordVersion.of(FORMAT.read(row));
        } catch (RuntimeException e) {
            return new Skipped<>(id, row.version(), row.version(), resume);
        }
        return of(id, version, resume);
    }

    /** Returns what a version shows that there is. */
    static RecordChange<Json> of(RecordId id, RecordVersion version, String resume) {
        return version.present(id)
                .<RecordChange<Json>>map((Versioned<Json> present) -> new Version<>(present, resume))
                .orElseGet(() -> new Deletion<>(version.headers(id).orElseThrow(), resume));
    }

    static Ended<Json> tooSlow(int changesMax, String resume) {
        return new Ended<>(
                Reason.TOO_SLOW,
                "As many changes were waiting as may (substrate.record.watch-buffer-max = " + changesMax
                        + "). Resume the watch.",
                resume);
    }

    static Ended<Json> notKept(String type) {
        return new Ended<>(
                Reason.NOT_KEPT,
                "Versions of type '" + type + "' that the watch was to show are not kept any more"
                        + " (substrate.record.versions-kept-for). Watch from now on, and then scan the records.",
                "");
    }

    static Ended<Json> neverKept(String type) {
        return new Ended<>(
                Reason.NOT_KEPT,
                "Versions of type '" + type + "' are not kept: substrate.record.versions-kept-for is 0.",
                "");
    }

    static Ended<Json> stopped(String resume) {
        return new Ended<>(Reason.STOPPED, "This node stops. Resume the watch on another one.", resume);
    }

    static Ended<Json> failed(Throwable failure, String resume) {
        return new Ended<>(Reason.FAILED, String.valueOf(failure.getMessage()), resume);
    }
}
