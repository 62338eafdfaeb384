package dev.substrate.dht.internal.index;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record may hold, as far as its changes tell.
 *
 * <p>On a store that shows versions of unknown outcome, the last one that was seen may come to nothing: then what counts is the
 * one before it, or another one in its place. So the record is found by all of them. If the version before was not seen, nothing is
 * known of it, and for a while the record is in doubt: it is looked at whatever is asked for. The while is that in which
 * an owner may still be reading what it will build upon; after it, whoever owns the record has seen what was seen here, or
 * has written again and been seen.
 *
 * @param version the highest version that was seen
 * @param contents what was seen of it; several if several writers have tried to make it
 * @param before what was seen of the version before it, if it may still count
 * @param doubtUntilNanos until when the record is in doubt; null for not
 */
record IndexedRecord(
        long version,
        List<Contents> contents,
        List<Contents> before,
        @Nullable Long doubtUntilNanos) {

    /** So many contents of one version are no coincidence any more; the record is looked at whatever is asked for. */
    private static final int CONTENTS_MAX = 8;

    /** Returns a record of which a settled version was seen. */
    static IndexedRecord settled(long version, Contents seen) {
        return new IndexedRecord(version, List.of(seen), List.of(), null);
    }

    /**
     * Returns what is known after a version was seen that may come to nothing.
     *
     * @param known what was known before; null for nothing
     * @param doubtUntilNanos until when the record is in doubt if it turns out to be; null if the version is so old that it does not
     */
    static IndexedRecord unsettled(
            @Nullable IndexedRecord known, long version, Contents seen, @Nullable Long doubtUntilNanos) {
        if (known == null) {
            // Before the first version there was nothing to be found.
            return new IndexedRecord(version, List.of(seen), List.of(), version == 1 ? null : doubtUntilNanos);
        }
        if (version == known.version + 1) {
            return new IndexedRecord(version, List.of(seen), known.contents, known.doubtUntilNanos);
        }
        if (version > known.version) {
            return new IndexedRecord(version, List.of(seen), List.of(), doubtUntilNanos);
        }
        // Seen again, written again by a new owner, or what a new owner has gone back to.
        Set<Contents> all = new LinkedHashSet<>(known.contents);
        all.add(seen);
        return all.size() > CONTENTS_MAX
                ? new IndexedRecord(known.version, List.of(Contents.UNKNOWN), List.of(), null)
                : new IndexedRecord(known.version, List.copyOf(all), known.before, known.doubtUntilNanos);
    }

    /** Returns all that the record may hold. */
    List<Contents> possible() {
        if (before.isEmpty()) {
            return contents;
        }
        List<Contents> all = new ArrayList<>(contents);
        all.addAll(before);
        return all;
    }

    /** Returns whether it must be looked at whatever is asked for. */
    boolean isOpen() {
        return doubtUntilNanos != null || possible().stream().anyMatch(one -> !one.whole());
    }

    /** Returns what is known when the time of doubt is over. */
    IndexedRecord withoutDoubt() {
        return new IndexedRecord(version, contents, before, null);
    }

    /** Returns whether there is nothing by which to find it, and never will be without a further change. */
    boolean isNothing() {
        return doubtUntilNanos == null && possible().stream().allMatch(Contents.NONE::equals);
    }
}
