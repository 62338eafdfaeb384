package dev.substrate.client;

import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Ended;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * A watch under way: the events of one node, and when it dies, stops or falls silent, those of another, from where the first one
 * was. Safe for use by several threads.
 */
final class EventStream implements Watch {

    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    private final String target;
    private final Place place;
    private final ListenerQueue<?> queue;
    private final Machinery machinery;
    private final ClientSettings settings;

    /** Where to go on. */
    private String resume;

    private Transport.@Nullable Exchange exchange;
    private int connections;
    private long silentAfterNanos;
    private long reopenAtNanos;
    private boolean waitsToOpen;
    private long pauseNanos = PAUSE_MIN.toNanos();
    private boolean over;

    EventStream(
            String target,
            Place place,
            String resume,
            ListenerQueue<?> queue,
            Machinery machinery,
            ClientSettings settings) {
        this.target = target;
        this.place = place;
        this.resume = resume;
        this.queue = queue;
        this.machinery = machinery;
        this.settings = settings;
    }

    synchronized void open() {
        if (over) {
            return;
        }
        int connection = ++connections;
        HttpHost node = machinery.nodes().any(Set.of());
        waitsToOpen = false;
        silentAfterNanos = machinery.nanoTime() + settings.watchSilenceMax().toNanos();
        Request request = Request.of("GET", target).header("Accept", "text/event-stream");
        exchange = machinery
                .watchTransport()
                .send(
                        node,
                        resume.isEmpty() ? request : request.header("Last-Event-ID", resume),
                        new EventReader(
                                settings.answerBytesMax(),
                                event -> onEvent(connection, event),
                                () -> onSignOfLife(connection)),
                        answer -> onEndOfAnswer(connection, node, answer),
                        delivery -> onBroken(connection, node));
    }

    synchronized void onTick(long now) {
        if (over) {
            return;
        }
        if (waitsToOpen && now - reopenAtNanos >= 0) {
            open();
        } else if (!waitsToOpen && now - silentAfterNanos >= 0) {
            reopenSoon();
        }
    }

    private synchronized boolean onSignOfLife(int connection) {
        if (over || connection != connections) {
            return false;
        }
        silentAfterNanos = machinery.nanoTime() + settings.watchSilenceMax().toNanos();
        return true;
    }

    private synchronized void onEvent(int connection, Event event) {
        if (over || connection != connections) {
            return;
        }
        RecordChange<Json> change;
        try {
            change = event.change(place);
        } catch (IOException | RuntimeException e) {
            end(new Ended<>(Reason.FAILED, "An event is not understood: " + e.getMessage(), resume));
            return;
        }
        pauseNanos = PAUSE_MIN.toNanos();
        if (change instanceof Ended<Json> ended) {
            if (ended.reason() == Reason.STOPPED) {
                // Of that node; the watch goes on at another one.
                resume = ended.resume().isEmpty() ? resume : ended.resume();
                reopenSoon();
            } else {
                end(ended);
            }
            return;
        }
        if (!change.resume().isEmpty()) {
            resume = change.resume();
        }
        queue.add(change);
    }

    private synchronized void onEndOfAnswer(int connection, HttpHost node, Answer answer) {
        if (over || connection != connections) {
            return;
        }
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 408 && answer.status() != 429) {
            end(new Ended<>(Reason.FAILED, answer.detail(), resume));
        } else {
            if (answer.status() >= 500) {
                machinery.nodes().onSilence(node);
            }
            reopenSoon();
        }
    }

    private synchronized void onBroken(int connection, HttpHost node) {
        if (!over && connection == connections) {
            machinery.nodes().onSilence(node);
            machinery.refreshSoon();
            reopenSoon();
        }
    }

    private void reopenSoon() {
        drop();
        waitsToOpen = true;
        reopenAtNanos = machinery.nanoTime() + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, PAUSE_MAX.toNanos());
    }

    private void end(RecordChange<Json> last) {
        abandon();
        queue.add(last);
    }

    /** Ends it without a word to the listener. */
    synchronized void abandon() {
        over = true;
        machinery.remove(this);
        drop();
    }

    private void drop() {
        connections++;
        Transport.Exchange open = exchange;
        exchange = null;
        if (open != null) {
            open.abandon();
        }
    }

    @Override
    public String resume() {
        return queue.told();
    }

    @Override
    public void close() {
        abandon();
        queue.cancel();
    }
}
