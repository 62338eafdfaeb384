package dev.substrate.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets, and counts it. */
final class EchoServer implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();

    private EchoServer(ServerSocket listener) {
        this.listener = listener;
    }

    static EchoServer start(String host, int port) {
        try {
            var listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(host, port));
            var server = new EchoServer(listener);
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Returns how many connections have been opened. */
    int connections() {
        return sockets.size();
    }

    /** Returns how many bytes have come. */
    long bytes() {
        return bytes.get();
    }

    /** Returns how many connections have been closed by the other end. */
    int ends() {
        return ends.get();
    }

    /** Returns how many connections have been reset. */
    int breaks() {
        return breaks.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> echo(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void echo(Socket socket) {
        var buffer = new byte[BUFFER_BYTES];
        try (socket) {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                bytes.addAndGet(n);
                socket.getOutputStream().write(buffer, 0, n);
            }
            ends.incrementAndGet();
        } catch (IOException e) {
            breaks.incrementAndGet();
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
