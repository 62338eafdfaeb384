package dev.substrate.dht.internal.watch;

import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.StateRow;
import java.time.Instant;

/** Makes rows of a log. */
final class Rows {

    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private Rows() {}

    static Change change(long offset, String uri, long version, String entity) {
        return new Change(
                offset,
                new StateRow(
                        RecordEntity.KEY.name(),
                        uri,
                        uri.substring(0, uri.indexOf(':')),
                        7,
                        version,
                        1,
                        entity.equals("deleted"),
                        TIME,
                        TIME.plusSeconds(version),
                        "{}",
                        entity.equals("deleted") ? null : entity));
    }

    static Change change(long offset, String uri, long version) {
        return change(offset, uri, version, Long.toString(version));
    }

    /** Returns what the owner of a record says that has an entity. */
    static RecordVersion current(long version, String entity) {
        return new RecordVersion(version, TIME, TIME.plusSeconds(version), null, 1, "", "", entity);
    }
}
