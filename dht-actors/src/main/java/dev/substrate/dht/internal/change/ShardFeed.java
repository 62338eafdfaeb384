package dev.substrate.dht.internal.change;

import dev.substrate.store.ChangePage;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the changes of a shard were read, and who is shown what of them. A feed that is one listener's alone catches up with
 * what was written before; after that the listener joins the one of all. For one thread.
 */
final class ShardFeed {

    /** What a feed is doing. */
    enum Phase {
        /** Nothing, until it is woken or its time comes. */
        RESTING,
        /** It waits until others have been read. */
        QUEUED,
        /** A page is on its way. */
        READING
    }

    /** Of a listener that begins with the end, which is not known yet. */
    private static final long FROM_THE_END = -1;

    private static final class Follower {
        private final Duration pollInterval;
        private long shownTo;

        Follower(Duration pollInterval, long shownTo) {
            this.pollInterval = pollInterval;
            this.shownTo = shownTo;
        }
    }

    private final int shard;
    private final boolean catchingUp;
    private final Map<ChangeListener, Follower> followers = new LinkedHashMap<>();
    private Phase phase = Phase.RESTING;
    private boolean begun;
    private long position;
    private long rewindTo = Long.MAX_VALUE;
    private long asOfNanos;
    private long readSinceNanos;
    private long restUntilNanos;
    private boolean again;

    /** @param after the offset after which to read; null for the end there will be when it is first looked */
    ShardFeed(int shard, boolean catchingUp, @Nullable Long after, long nowNanos) {
        this.shard = shard;
        this.catchingUp = catchingUp;
        this.begun = after != null;
        this.position = after == null ? 0 : after;
        this.restUntilNanos = nowNanos;
    }

    int shard() {
        return shard;
    }

    boolean isCatchingUp() {
        return catchingUp;
    }

    /** Returns whether it is known after which offset to read. */
    boolean hasBegun() {
        return begun;
    }

    long position() {
        return position;
    }

    Phase phase() {
        return phase;
    }

    Set<ChangeListener> listeners() {
        return followers.keySet();
    }

    /** Returns how long until it is looked, if nothing is heard. */
    Duration pollInterval() {
        return followers.values().stream()
                .map(follower -> follower.pollInterval)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    Duration pollInterval(ChangeListener listener) {
        Follower follower = followers.get(listener);
        if (follower == null) {
            throw new IllegalArgumentException("It does not follow shard " + shard);
        }
        return follower.pollInterval;
    }

    /** Shows a listener what comes from now on. */
    void join(ChangeListener listener, Duration pollInterval) {
        followers.put(listener, new Follower(pollInterval, begun ? position : FROM_THE_END));
    }

    /** Shows a listener what lies behind an offset. What others have been shown already is read once more for it. */
    void join(ChangeListener listener, Duration pollInterval, long after) {
        followers.put(listener, new Follower(pollInterval, after));
        rewindTo = Math.min(rewindTo, after);
        rewind();
    }

    void leave(ChangeListener listener) {
        followers.remove(listener);
    }

    /** Notes that it waits for its turn. */
    void queued() {
        phase = Phase.QUEUED;
    }

    /** Notes that a page is asked for now. */
    void reading(long nowNanos) {
        phase = Phase.READING;
        readSinceNanos = nowNanos;
        again = false;
    }

    /** Notes that something was written while a page is on its way. */
    void readAgain() {
        again = true;
    }

    boolean isToBeReadAgain() {
        return again;
    }

    /** Notes from which offset on to read, as was asked for. */
    void begin(long end, long nowNanos, Duration restMin) {
        rest(nowNanos, restMin);
        begun = true;
        position = end;
        asOfNanos = readSinceNanos;
        for (Map.Entry<ChangeListener, Follower> one : List.copyOf(followers.entrySet())) {
            if (one.getValue().shownTo == FROM_THE_END) {
                one.getValue().shownTo = end;
                one.getKey().onPosition(shard, end, asOfNanos);
            }
        }
        rewind();
    }

    /** Notes that the store did not answer. */
    void failed(long nowNanos, Duration restMin) {
        rest(nowNanos, restMin);
        rewind();
    }

    /**
     * Shows a page.
     *
     * @return whether there is more to be read at once
     */
    boolean show(ChangePage page, long nowNanos, Duration restMin) {
        long from = position;
        rest(nowNanos, restMin);
        position = Math.max(position, page.next());
        if (!page.more()) {
            asOfNanos = readSinceNanos;
        }
        // A copy, since a listener that was shown something may leave, or bring another one.
        for (Map.Entry<ChangeListener, Follower> one : List.copyOf(followers.entrySet())) {
            // Who came meanwhile with an older offset is shown this when it was read up to here.
            if (one.getValue().shownTo >= from) {
                show(page, one.getKey(), one.getValue());
            }
        }
        return rewind() || page.more();
    }

    private void show(ChangePage page, ChangeListener listener, Follower follower) {
        for (Change change : page.changes()) {
            if (change.offset() > follower.shownTo) {
                listener.onRow(shard, change, page.settled());
            }
        }
        for (Change change : page.ahead()) {
            listener.onRow(shard, change, page.settled());
        }
        for (Damaged damaged : page.damaged()) {
            listener.onDamaged(shard, damaged);
        }
        follower.shownTo = Math.max(follower.shownTo, position);
        if (!page.more()) {
            listener.onPosition(shard, follower.shownTo, asOfNanos);
        }
    }

    /** Returns how long it has yet to rest. */
    long restNanos(long nowNanos) {
        return Math.max(0, restUntilNanos - nowNanos);
    }

    /** As long as the read took, too: on some stores it costs more the more rows a shard has. */
    private void rest(long nowNanos, Duration restMin) {
        phase = Phase.RESTING;
        restUntilNanos = nowNanos + Math.max(restMin.toNanos(), nowNanos - readSinceNanos);
    }

    /** Goes back for those who came meanwhile, unless a page is on its way. */
    private boolean rewind() {
        if (phase == Phase.READING || !begun) {
            return false;
        }
        boolean rewound = rewindTo < position;
        position = Math.min(position, rewindTo);
        rewindTo = Long.MAX_VALUE;
        return rewound;
    }
}
