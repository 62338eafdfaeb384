package dev.substrate.testkit.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The proxy's socket towards one end of a connection, which may not be open yet; for the thread of the proxies. */
final class ProxySocket {

    private final ProxyLoop loop;
    private final Runnable whenReady;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    /** @param whenReady is run when the socket is ready for what {@link #listenFor} says */
    ProxySocket(ProxyLoop loop, Runnable whenReady) {
        this.loop = loop;
        this.whenReady = whenReady;
    }

    /** Takes a channel that somebody has opened. */
    void take(SocketChannel accepted) throws IOException {
        channel = accepted;
        accepted.configureBlocking(false);
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.register(accepted, 0, whenReady);
    }

    /** Begins to connect. */
    void connect(InetSocketAddress target) throws IOException {
        var opened = SocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_RCVBUF, ProxyLoop.SOCKET_BUFFER_BYTES);
            take(opened);
            opened.connect(target);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    boolean isConnecting() {
        return channel != null && channel.isConnectionPending();
    }

    boolean isConnected() {
        return channel != null && channel.isConnected();
    }

    void finishConnect() throws IOException {
        existing().finishConnect();
    }

    int read(ByteBuffer buffer) throws IOException {
        return existing().read(buffer);
    }

    int write(ByteBuffer buffer) throws IOException {
        return existing().write(buffer);
    }

    void shutdownOutput() throws IOException {
        existing().shutdownOutput();
    }

    boolean isReadable() {
        return key != null && key.isValid() && key.isReadable();
    }

    /** Says what this socket waits for, in operations of a {@link SelectionKey}. */
    void listenFor(int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    void close() {
        if (channel != null) {
            ProxyLoop.close(channel);
        }
    }

    /** Closes the socket so that the other end gets RST instead of FIN. */
    void abort() {
        if (channel != null && channel.isOpen()) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // The other end was faster: there is nobody left to reset.
            }
            close();
        }
    }

    private SocketChannel existing() {
        if (channel == null) {
            throw new IllegalStateException("The socket is not open");
        }
        return channel;
    }
}
