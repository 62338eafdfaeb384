package dev.substrate.client;

import dev.substrate.dht.common.EntityCodec;
import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Ended;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener what a watch shows, one change after the other, on the pool for callbacks. What waits is bounded. Safe for use by
 * several threads.
 *
 * @param <T> the entity class
 */
final class ListenerQueue<T> {

    private final RecordType<T> type;
    private final EntityCodec codec;
    private final RecordListener<T> listener;
    private final Executor callbacks;
    private final Deque<RecordChange<Json>> waiting = new ArrayDeque<>();
    private volatile Runnable whenEnded = () -> {};
    private boolean telling;
    private boolean closed;
    private volatile String told = "";

    ListenerQueue(RecordType<T> type, EntityCodec codec, RecordListener<T> listener, Executor callbacks) {
        this.type = type;
        this.codec = codec;
        this.listener = listener;
        this.callbacks = callbacks;
    }

    /** Sets what to do when the listener fails, or did not keep up. */
    void onClose(Runnable ended) {
        whenEnded = ended;
    }

    /** Returns where a watch goes on after what the listener was told. */
    String told() {
        return told;
    }

    /**
     * Adds what came; an {@link Ended} is the last. If too much waits, the watch ends, after what waits was told.
     */
    synchronized void add(RecordChange<Json> change) {
        if (closed) {
            return;
        }
        boolean ends = change instanceof Ended<Json>;
        if (!ends && waiting.size() >= ClientSettings.WATCH_BUFFER_MAX) {
            RecordChange<Json> last = waiting.getLast();
            add(new Ended<>(
                    Reason.TOO_SLOW,
                    "As many changes were waiting as a client keeps (" + ClientSettings.WATCH_BUFFER_MAX
                            + "). Resume the watch.",
                    last.resume()));
            whenEnded.run();
            return;
        }
        closed = ends;
        waiting.add(change);
        if (!telling) {
            telling = true;
            callbacks.execute(this::tellAll);
        }
    }

    /** Ends it for whoever watches wants no more. */
    synchronized void cancel() {
        if (!closed) {
            waiting.clear();
            add(new Ended<>(Reason.CANCELLED, "The watch was cancelled.", ""));
        }
    }

    private void tellAll() {
        for (RecordChange<Json> change = next(); change != null; change = next()) {
            try {
                tell(change);
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
        }
    }

    private synchronized @Nullable RecordChange<Json> next() {
        RecordChange<Json> next = waiting.poll();
        telling = next != null;
        return next;
    }

    private void fail(RuntimeException failure) {
        synchronized (this) {
            boolean ended = closed && waiting.isEmpty();
            closed = true;
            waiting.clear();
            telling = false;
            if (ended) {
                // It was the end that it failed on.
                return;
            }
        }
        whenEnded.run();
        listener.onEnd(new Ended<>(Reason.FAILED, String.valueOf(failure.getMessage()), told));
    }

    private void tell(RecordChange<Json> change) {
        if (change instanceof RecordChange.Version<Json> version) {
            listener.onVersion(
                    codec.decode(new RecordKey<>(type, version.record().uri()), version.record()));
        } else if (change instanceof RecordChange.Deletion<Json> deletion) {
            listener.onDeleted(deletion.headers());
        } else if (change instanceof RecordChange.Skipped<Json> skipped) {
            listener.onSkipped(skipped.id(), skipped.from(), skipped.to());
        } else if (change instanceof Ended<Json> end) {
            listener.onEnd(new Ended<>(
                    end.reason(), end.explanation(), end.reason() == Reason.CANCELLED ? told : end.resume()));
            return;
        } else {
            listener.onProgress();
        }
        told = change.resume();
    }
}
