package dev.substrate.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All proxies of one network, on one thread: nothing in there needs a lock, and nothing is left when it has ended. */
final class ProxyLoop implements AutoCloseable {

    /** What the kernel may hold for us on top, for each socket; it takes the number twice. */
    static final int SOCKET_BUFFER_BYTES = 128 << 10;

    private static final int READ_BYTES = 64 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Thread thread;
    private final Random random;
    private final long startNanos = System.nanoTime();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Links links = new Links();
    private final Set<ProxyConnection> connections = new LinkedHashSet<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::nanos));

    // From here on, what other threads touch; the queue is also the lock for the end.
    private final Queue<FutureTask<?>> requests = new ArrayDeque<>();
    private boolean ended;
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    private ProxyLoop(Selector selector, long seed) {
        this.selector = selector;
        this.random = new Random(seed);
        this.thread = new Thread(this::run, "network-proxy");
        thread.setDaemon(true);
    }

    static ProxyLoop start(long seed) {
        try {
            var loop = new ProxyLoop(Selector.open(), seed);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("No proxies", e);
        }
    }

    /** Runs a request on the thread of the proxies, and returns when it is done. */
    <T extends @Nullable Object> T ask(Callable<T> request) {
        var task = new FutureTask<T>(request);
        synchronized (requests) {
            if (ended) {
                throw over();
            }
            requests.add(task);
        }
        selector.wakeup();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (CancellationException e) {
            throw over();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the proxies", e);
        }
    }

    /**
     * Takes connections from now on, and returns where.
     *
     * @param clients tells from its address who a client is
     */
    InetSocketAddress listen(
            InetSocketAddress at, Function<InetAddress, Peer> clients, Peer server, InetSocketAddress serverAddress) {
        return ask(() ->
                ProxyListener.open(this, at, clients, server, serverAddress).address());
    }

    /** Puts a link into a condition. */
    void apply(Route route, Condition condition) {
        ask(() -> {
            links.put(route, condition);
            List.copyOf(connections).forEach(ProxyConnection::pump);
            return true;
        });
    }

    /** Breaks connections. */
    void reset(Route route) {
        ask(() -> {
            connections.stream()
                    .filter(connection -> connection.isOn(route))
                    .toList()
                    .forEach(ProxyConnection::abort);
            return true;
        });
    }

    /** Closes all sockets and ends the thread. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of the proxies", e);
        }
    }

    // From here on, for the thread of the proxies.

    SelectionKey register(SelectableChannel channel, int operations, Runnable whenReady) throws IOException {
        return channel.register(selector, operations, whenReady);
    }

    void remember(ProxyConnection connection) {
        connections.add(connection);
    }

    void forget(ProxyConnection connection) {
        connections.remove(connection);
    }

    void alarm(long nanos, Runnable then) {
        alarms.add(new Alarm(nanos, then));
    }

    /** Returns the time since the start, which does not overflow. */
    long nanos() {
        return System.nanoTime() - startNanos;
    }

    double chance() {
        return random.nextDouble();
    }

    ByteBuffer buffer() {
        return buffer;
    }

    Links links() {
        return links;
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private void run() {
        try {
            while (!closing) {
                select();
                runRequests();
                ringAlarms();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            end();
        }
    }

    private void select() throws IOException {
        Alarm next = alarms.peek();
        long waitNanos = next == null ? Long.MAX_VALUE : next.nanos() - nanos();
        if (next == null) {
            selector.select(ProxyLoop::ready);
        } else if (waitNanos <= 0) {
            selector.selectNow(ProxyLoop::ready);
        } else {
            // Rounded up: nothing may pass too early, and nothing is gained by looking in vain.
            selector.select(ProxyLoop::ready, (waitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private static void ready(SelectionKey key) {
        if (key.isValid()) {
            ((Runnable) key.attachment()).run();
        }
    }

    private void runRequests() {
        for (FutureTask<?> request = nextRequest(); request != null; request = nextRequest()) {
            request.run();
        }
    }

    private @Nullable FutureTask<?> nextRequest() {
        synchronized (requests) {
            return requests.poll();
        }
    }

    private void ringAlarms() {
        long now = nanos();
        for (Alarm next = alarms.peek(); next != null && next.nanos() <= now; next = alarms.peek()) {
            alarms.poll();
            next.then().run();
        }
    }

    private void end() {
        selector.keys().forEach(key -> close(key.channel()));
        try {
            selector.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        synchronized (requests) {
            ended = true;
            requests.forEach(request -> request.cancel(false));
            requests.clear();
        }
    }

    private IllegalStateException over() {
        Throwable cause = failure;
        return cause == null
                ? new IllegalStateException("The network is closed")
                : new IllegalStateException("The proxies have failed", cause);
    }

    /** Something to do at a time of {@link #nanos}. */
    private record Alarm(long nanos, Runnable then) {}
}
