package dev.substrate.testkit.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/** Where a proxy takes connections to one port of one peer. */
final class ProxyListener {

    private final ProxyLoop loop;
    private final ServerSocketChannel channel;
    private final Function<InetAddress, Peer> clients;
    private final Peer server;
    private final InetSocketAddress serverAddress;

    private ProxyListener(
            ProxyLoop loop,
            ServerSocketChannel channel,
            Function<InetAddress, Peer> clients,
            Peer server,
            InetSocketAddress serverAddress) {
        this.loop = loop;
        this.channel = channel;
        this.clients = clients;
        this.server = server;
        this.serverAddress = serverAddress;
    }

    /**
     * Listens, on the thread of the proxies.
     *
     * @param clients tells from its address who a client is
     */
    static ProxyListener open(
            ProxyLoop loop,
            InetSocketAddress at,
            Function<InetAddress, Peer> clients,
            Peer server,
            InetSocketAddress serverAddress)
            throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // Fixed, and passed on to what is accepted: else the kernel would let it grow, and hold more than we say.
            channel.setOption(StandardSocketOptions.SO_RCVBUF, ProxyLoop.SOCKET_BUFFER_BYTES);
            channel.bind(at);
            var listener = new ProxyListener(loop, channel, clients, server, serverAddress);
            loop.register(channel, SelectionKey.OP_ACCEPT, listener::accept);
            return listener;
        } catch (IOException e) {
            ProxyLoop.close(channel);
            throw new IOException("Nobody can listen at " + at + ": " + e.getMessage(), e);
        }
    }

    /** Returns where it listens. */
    InetSocketAddress address() {
        return new InetSocketAddress(
                channel.socket().getInetAddress(), channel.socket().getLocalPort());
    }

    private void accept() {
        try {
            for (SocketChannel accepted = channel.accept(); accepted != null; accepted = channel.accept()) {
                begin(accepted);
            }
        } catch (IOException e) {
            throw new ProxyFailedException("No more connections can be accepted at " + address(), e);
        }
    }

    private void begin(SocketChannel accepted) {
        Peer source = clients.apply(accepted.socket().getInetAddress());
        // What a node sends to itself needs no network, whatever address it takes.
        Peer client = source.equals(server) ? Peer.OUTSIDE : source;
        int port = serverAddress.getPort();
        var connection = new ProxyConnection(loop, client, server, port, serverAddress);
        loop.remember(connection);
        try {
            connection.start(accepted);
        } catch (IOException e) {
            // The client has gone already.
            ProxyLoop.close(accepted);
            connection.close();
        }
    }
}
