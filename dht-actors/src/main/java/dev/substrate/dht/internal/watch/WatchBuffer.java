package dev.substrate.dht.internal.watch;

import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Ended;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What waits for somebody who watches, up to a bound. Safe for use by several threads. */
final class WatchBuffer {

    /** How much is handed out at once: beside what waits, this much may be under way. */
    private static final int PORTION_MAX = 64;

    private final int changesMax;
    private final Queue<RecordChange<Json>> changes = new ArrayDeque<>();
    private @Nullable CompletableFuture<Optional<List<RecordChange<Json>>>> asking;
    private @Nullable Runnable whenRoomy;
    private boolean ended;

    WatchBuffer(int changesMax) {
        this.changesMax = changesMax;
    }

    /** Adds a change; returns false if there is no room, or nothing is wanted any more. */
    boolean offer(RecordChange<Json> change) {
        synchronized (this) {
            if (ended || changes.size() >= changesMax) {
                return false;
            }
            changes.add(change);
        }
        handOut();
        return true;
    }

    /** Adds the last change, whether there is room or not. */
    void end(Ended<Json> last) {
        synchronized (this) {
            if (ended) {
                return;
            }
            changes.add(last);
            ended = true;
        }
        handOut();
    }

    /** Forgets everything: nobody wants it any more. */
    synchronized void cancel() {
        ended = true;
        changes.clear();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** Returns whether there is room for more than what comes by itself. */
    synchronized boolean isRoomy() {
        return changes.size() <= changesMax / 2;
    }

    /** Runs something once, when there is room. */
    void whenRoomy(Runnable action) {
        synchronized (this) {
            if (!isRoomy()) {
                whenRoomy = action;
                return;
            }
        }
        action.run();
    }

    /** Returns the next changes when there are some; empty after the last one. To be asked one time after the other. */
    CompletableFuture<Optional<List<RecordChange<Json>>>> next() {
        CompletableFuture<Optional<List<RecordChange<Json>>>> answer = new CompletableFuture<>();
        synchronized (this) {
            asking = answer;
        }
        handOut();
        return answer;
    }

    private void handOut() {
        CompletableFuture<Optional<List<RecordChange<Json>>>> asked;
        Optional<List<RecordChange<Json>>> portion;
        Runnable roomy = null;
        synchronized (this) {
            asked = asking;
            if (asked == null || (changes.isEmpty() && !ended)) {
                return;
            }
            asking = null;
            portion = changes.isEmpty() ? Optional.empty() : Optional.of(take());
            if (whenRoomy != null && isRoomy()) {
                roomy = whenRoomy;
                whenRoomy = null;
            }
        }
        asked.complete(portion);
        if (roomy != null) {
            roomy.run();
        }
    }

    private List<RecordChange<Json>> take() {
        List<RecordChange<Json>> taken = new ArrayList<>();
        while (taken.size() < PORTION_MAX && !changes.isEmpty()) {
            taken.add(changes.remove());
        }
        return taken;
    }
}
