package dev.substrate.dht.internal.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over a node's records found and did.
 *
 * @param began when it began
 * @param ended when it ended; null if it has not
 * @param shards how many shards it went through
 * @param rows how many rows it met, tombstones included
 * @param tombstones how many of them were tombstones
 * @param damaged how many rows could not be read
 * @param expired how many records were deleted, since their time had come
 * @param purged how many tombstones were purged
 * @param notArchived how many tombstones stay because the archive did not take them
 * @param failed how many records could not be tidied, or shown to a handler
 * @param failure what ended it before its time; null if nothing did
 */
public record ScanReport(
        Instant began,
        @Nullable Instant ended,
        long shards,
        long rows,
        long tombstones,
        long damaged,
        long expired,
        long purged,
        long notArchived,
        long failed,
        @Nullable String failure) {

    static ScanReport begin(Instant now) {
        return new ScanReport(now, null, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    ScanReport end(Instant now, @Nullable String reason) {
        return new ScanReport(
                began, now, shards, rows, tombstones, damaged, expired, purged, notArchived, failed, reason);
    }

    ScanReport plus(PageResult page) {
        return new ScanReport(
                began,
                ended,
                shards + (page.lastOfShard() ? 1 : 0),
                rows + page.rows(),
                tombstones + page.tombstones(),
                damaged + page.damaged(),
                expired + page.expired(),
                purged + page.purged(),
                notArchived + page.notArchived(),
                failed + page.failed(),
                failure);
    }

    /** What became of one page. */
    record PageResult(
            boolean lastOfShard,
            long rows,
            long tombstones,
            long damaged,
            long expired,
            long purged,
            long notArchived,
            long failed) {}
}
