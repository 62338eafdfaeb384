package dev.substrate.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** What a client runs on: its connections, its threads, its clock, and all that is under way. Safe for use by several threads. */
final class Machinery implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration IDLE_CLOSED_AFTER = Duration.ofSeconds(30);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);
    private static final Duration REFRESH_PAUSE_MIN = Duration.ofMillis(200);
    private static final String OPERATIONS_BOUND = "SubstrateClient.operationsMax";

    /** What is to run after a pause. */
    private static final class Delayed {
        final Runnable task;

        Delayed(Runnable task) {
            this.task = task;
        }
    }

    private final ClientSettings settings;
    private final Nodes nodes;
    private final Transport transport;
    private final Transport watchTransport;
    private final ExecutorService callbacks;
    private final ScheduledExecutorService clock;
    private final Set<PendingCall<?>> pending = ConcurrentHashMap.newKeySet();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Delayed> delayed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable HttpHost refreshFrom;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Transport.@Nullable Exchange refresh;
    private volatile long refreshAtNanos = System.nanoTime();
    private volatile long refreshedAtNanos = System.nanoTime() - REFRESH_PAUSE_MIN.toNanos();
    private volatile long idleClosedAtNanos = System.nanoTime();

    Machinery(ClientSettings settings) {
        this.settings = settings;
        this.nodes = new Nodes(settings.seeds(), settings.straightToOwners(), System::nanoTime);
        this.transport = new Transport(2, settings.connectionsPerNodeMax(), SILENCE_MAX);
        this.watchTransport = new Transport(1, Integer.MAX_VALUE, SILENCE_MAX);
        this.callbacks = Executors.newFixedThreadPool(settings.callbackThreads(), CallbackThread.factory());
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "substrate-client-clock");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(this::onTick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    Nodes nodes() {
        return nodes;
    }

    long nanoTime() {
        return System.nanoTime();
    }

    ExecutorService callbacks() {
        return callbacks;
    }

    /** Runs something on the pool for callbacks; on the caller's thread if there is no pool any more. */
    void callBack(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Runs something on the pool for callbacks after a pause; at once if the client is closed meanwhile. */
    void later(Duration pause, Runnable task) {
        // An identity of its own, also for a task that is handed in twice.
        Delayed once = new Delayed(task);
        delayed.add(once);
        try {
            var unused = clock.schedule(() -> runDelayed(once), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            runDelayed(once);
        }
    }

    private void runDelayed(Delayed once) {
        if (delayed.remove(once)) {
            callBack(once.task);
        }
    }

    /** Carries out a call, or turns it away. */
    <R> CompletableFuture<R> submit(Call<R> call) {
        requireOpen();
        if (underWay.incrementAndGet() > settings.operationsMax()) {
            underWay.decrementAndGet();
            callBack(() -> call.turnAway(call.result(), OPERATIONS_BOUND));
            return call.result();
        }
        PendingCall<R> started = new PendingCall<>(call, this, settings);
        pending.add(started);
        started.start();
        if (closed.get()) {
            started.onClose();
        }
        return call.result();
    }

    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("Nothing was sent: this client is closed");
        }
    }

    void remove(PendingCall<?> ended) {
        if (pending.remove(ended)) {
            underWay.decrementAndGet();
        }
    }

    /** Sends a request for a bounded answer. */
    Transport.Exchange exchange(HttpHost node, Request request, Consumer<Delivery> told) {
        return transport.send(
                node,
                request,
                new AnswerReader(settings.answerBytesMax()),
                answer -> told.accept(new Delivery.Answered(answer)),
                told);
    }

    /** Opens the connection of a watch. */
    Transport watchTransport() {
        return watchTransport;
    }

    void add(EventStream stream) {
        streams.add(stream);
        if (closed.get()) {
            stream.close();
        }
    }

    void remove(EventStream stream) {
        streams.remove(stream);
    }

    /** Has it asked soon which node owns what. */
    void refreshSoon() {
        long soonest = refreshedAtNanos + REFRESH_PAUSE_MIN.toNanos();
        if (refreshAtNanos - soonest > 0) {
            refreshAtNanos = soonest;
        }
    }

    private void onTick() {
        long now = System.nanoTime();
        for (PendingCall<?> call : pending) {
            call.onTick(now);
        }
        for (EventStream stream : streams) {
            stream.onTick(now);
        }
        if (settings.straightToOwners()) {
            refresh(now);
        }
        if (now - idleClosedAtNanos >= IDLE_CLOSED_AFTER.toNanos()) {
            idleClosedAtNanos = now;
            transport.closeIdle(IDLE_CLOSED_AFTER);
        }
    }

    private void refresh(long now) {
        HttpHost asked = refreshFrom;
        if (asked != null && now - refreshedAtNanos >= settings.attemptTimeout().toNanos()) {
            Transport.Exchange silent = refresh;
            if (silent != null) {
                silent.abandon();
            }
            nodes.onSilence(asked);
            refreshFrom = null;
        }
        if (refreshFrom == null && now - refreshAtNanos >= 0) {
            refreshedAtNanos = now;
            refreshAtNanos = now + settings.refreshInterval().toNanos();
            HttpHost node = nodes.any(Set.of());
            refreshFrom = node;
            refresh = exchange(node, Request.of("GET", Request.SHARDS), delivery -> onShards(node, delivery));
        }
    }

    private void onShards(HttpHost node, Delivery delivery) {
        refreshFrom = null;
        if (delivery instanceof Delivery.Answered answered && answered.answer().status() == 200) {
            nodes.learn(ShardMap.parse(answered.answer().json()));
            return;
        }
        if (!(delivery instanceof Delivery.Answered)) {
            nodes.onSilence(node);
        }
        refreshSoon();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        clock.shutdownNow();
        delayed.forEach(this::runDelayed);
        pending.forEach(PendingCall::onClose);
        streams.forEach(EventStream::close);
        transport.close();
        watchTransport.close();
        callbacks.shutdown();
    }
}
