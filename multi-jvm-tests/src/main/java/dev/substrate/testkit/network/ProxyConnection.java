package dev.substrate.testkit.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection through a proxy: two sockets, and a flow each way; for the thread of the proxies. */
final class ProxyConnection {

    private final ProxyLoop loop;
    private final Peer clientPeer;
    private final Peer serverPeer;
    private final int port;
    private final InetSocketAddress serverAddress;
    private final ProxySocket client;
    private final ProxySocket server;
    private final ProxyFlow up;
    private final ProxyFlow down;
    private boolean closed;

    ProxyConnection(ProxyLoop loop, Peer clientPeer, Peer serverPeer, int port, InetSocketAddress serverAddress) {
        this.loop = loop;
        this.clientPeer = clientPeer;
        this.serverPeer = serverPeer;
        this.port = port;
        this.serverAddress = serverAddress;
        this.client = new ProxySocket(loop, this::clientReady);
        this.server = new ProxySocket(loop, this::serverReady);
        this.up = new ProxyFlow(loop, this, new Route(clientPeer, serverPeer, port), client, server);
        this.down = new ProxyFlow(loop, this, new Route(serverPeer, clientPeer, port), server, client);
    }

    /** Begins with a client that has connected. */
    void start(SocketChannel accepted) throws IOException {
        client.take(accepted);
        up.sourceOpened();
        pump();
    }

    boolean isOn(Route route) {
        return route.carries(clientPeer, serverPeer, port);
    }

    /** Lets everything pass that may pass now. */
    void pump() {
        if (closed) {
            return;
        }
        up.pump();
        down.pump();
        if (up.isDone() && down.isDone()) {
            close();
        }
        if (!closed) {
            client.listenFor(operations(up, down));
            server.listenFor(server.isConnecting() ? SelectionKey.OP_CONNECT : operations(down, up));
        }
    }

    /** The opening has passed the link. */
    void openServer() {
        try {
            server.connect(serverAddress);
        } catch (IOException e) {
            broke(server);
        }
    }

    /** A socket turned out to be broken: what is on its way there is lost, and the news travel to the other. */
    void broke(ProxySocket socket) {
        (socket == server ? up : down).sinkBroke();
        (socket == server ? down : up).sourceBroke();
        // Not now: a flow is at work.
        loop.alarm(loop.nanos(), this::pump);
    }

    /** Breaks the connection: both ends get RST. */
    void abort() {
        closed = true;
        client.abort();
        server.abort();
        loop.forget(this);
    }

    void close() {
        closed = true;
        client.close();
        server.close();
        loop.forget(this);
    }

    private void clientReady() {
        if (client.isReadable()) {
            up.read(loop.buffer());
        }
        pump();
    }

    private void serverReady() {
        if (server.isConnecting()) {
            try {
                server.finishConnect();
            } catch (IOException e) {
                broke(server);
            }
        } else if (server.isReadable()) {
            down.read(loop.buffer());
        }
        pump();
    }

    private static int operations(ProxyFlow out, ProxyFlow in) {
        return (out.wantsToRead() ? SelectionKey.OP_READ : 0) | (in.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }
}
