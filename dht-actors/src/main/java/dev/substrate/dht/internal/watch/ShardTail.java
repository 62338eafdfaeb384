package dev.substrate.dht.internal.watch;

import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the log of a shard was read, and who is shown what of it. A tail that is one subscriber's alone catches up with
 * what was written before; after that the subscriber joins the one of all. For one thread.
 */
final class ShardTail {

    /** A part of the time that versions are kept, for clocks that differ. */
    private static final int MARGIN_PART = 10;

    private record Shown(long version, long offset) {}

    private final int shard;
    private final boolean catchingUp;
    private final Map<Subscriber, Long> shownTo = new HashMap<>();
    private final Map<String, Shown> newest;
    private long position;
    private long rewindTo = Long.MAX_VALUE;
    private Instant asOf;
    private @Nullable Instant readingSince;
    private boolean again;

    /**
     * @param position the offset after which to read
     * @param asOf when nothing behind it was written yet
     * @param rememberedMax of how many records to remember which version was shown last
     */
    ShardTail(int shard, boolean catchingUp, long position, Instant asOf, int rememberedMax) {
        this.shard = shard;
        this.catchingUp = catchingUp;
        this.position = position;
        this.asOf = asOf;
        this.newest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
                return size() > rememberedMax;
            }
        };
    }

    int shard() {
        return shard;
    }

    boolean isCatchingUp() {
        return catchingUp;
    }

    long position() {
        return position;
    }

    Instant asOf() {
        return asOf;
    }

    Set<Subscriber> subscribers() {
        return shownTo.keySet();
    }

    /** Shows a subscriber what lies behind an offset. What others have been shown already is read once more for it. */
    void join(Subscriber subscriber, long after) {
        shownTo.put(subscriber, after);
        rewindTo = Math.min(rewindTo, after);
        rewind();
    }

    /** Takes over what another tail remembers of what it has shown. */
    void rememberAlso(ShardTail other) {
        other.newest.forEach(
                (uri, shown) -> newest.merge(uri, shown, (one, two) -> one.version() >= two.version() ? one : two));
    }

    void leave(Subscriber subscriber) {
        shownTo.remove(subscriber);
    }

    boolean isReading() {
        return readingSince != null;
    }

    /** Notes that a page is being read; false if one is already, and then another one will follow. */
    boolean begin(Instant now) {
        if (readingSince != null) {
            again = true;
            return false;
        }
        again = false;
        readingSince = now;
        return true;
    }

    /** Notes that the reading of the page begins now, after others had their turn. */
    void began(Instant now) {
        readingSince = now;
        again = false;
    }

    /** Notes that the page could not be read. */
    void failed() {
        readingSince = null;
        again = false;
        rewind();
    }

    /**
     * Shows a page.
     *
     * @param settled what of it is settled
     * @return whether to read on at once
     */
    boolean show(VersionPage page, List<Change> settled, Instant now) {
        Instant since = readingSince == null ? now : readingSince;
        readingSince = null;
        Duration elapsed = Duration.between(asOf, now);
        for (Subscriber subscriber : List.copyOf(shownTo.keySet())) {
            if (elapsed.compareTo(safely(subscriber.keptFor())) > 0) {
                subscriber.onGap();
            }
        }
        Iterator<Damaged> damaged = page.damaged().iterator();
        Damaged nextDamaged = damaged.hasNext() ? damaged.next() : null;
        for (Change change : settled) {
            while (nextDamaged != null && nextDamaged.offset() < change.offset()) {
                show(nextDamaged);
                nextDamaged = damaged.hasNext() ? damaged.next() : null;
            }
            if (page.settled() || isNew(change)) {
                show(change);
            }
        }
        while (nextDamaged != null) {
            show(nextDamaged);
            nextDamaged = damaged.hasNext() ? damaged.next() : null;
        }
        position = Math.max(position, page.next());
        if (!page.more()) {
            asOf = since;
        }
        for (Map.Entry<Subscriber, Long> subscriber : shownTo.entrySet()) {
            // One who began with what was the end then may be ahead of the last row there is.
            subscriber.setValue(Math.max(subscriber.getValue(), position));
            subscriber.getKey().onPosition(shard, subscriber.getValue(), asOf);
        }
        boolean rewound = rewind();
        return page.more() || again || rewound;
    }

    /** Returns how old a position may be if nothing behind it may have gone. */
    static Duration safely(Duration keptFor) {
        return keptFor.minus(keptFor.dividedBy(MARGIN_PART));
    }

    /** Returns whether a version was not shown before, from a row in front of this one that its owner has written again. */
    private boolean isNew(Change change) {
        Shown shown = newest.get(change.row().uri());
        if (shown != null && change.row().version() <= shown.version() && change.offset() > shown.offset()) {
            return false;
        }
        if (shown == null || change.row().version() > shown.version()) {
            // Anew, so that those go first that were shown longest ago.
            newest.remove(change.row().uri());
            newest.put(change.row().uri(), new Shown(change.row().version(), change.offset()));
        }
        return true;
    }

    private void show(Change change) {
        for (Map.Entry<Subscriber, Long> subscriber : shownTo.entrySet()) {
            if (subscriber.getValue() < change.offset()) {
                subscriber.setValue(change.offset());
                subscriber.getKey().onVersion(shard, change);
            }
        }
    }

    private void show(Damaged damaged) {
        for (Map.Entry<Subscriber, Long> subscriber : shownTo.entrySet()) {
            if (subscriber.getValue() < damaged.offset()) {
                subscriber.setValue(damaged.offset());
                subscriber.getKey().onDamaged(shard, damaged);
            }
        }
    }

    /** Goes back for those who came meanwhile, unless a page is on its way. */
    private boolean rewind() {
        if (isReading()) {
            return false;
        }
        boolean rewound = rewindTo < position;
        position = Math.min(position, rewindTo);
        rewindTo = Long.MAX_VALUE;
        return rewound;
    }
}
