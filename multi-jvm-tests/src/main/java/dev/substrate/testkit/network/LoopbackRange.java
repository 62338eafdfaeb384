package dev.substrate.testkit.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The loopback addresses {@code 127.x.*.*} of one network. On Linux and Windows each of them can be used without being set
 * up. A range is held by a socket that is bound in it, so it is free again when its holder is gone, however that went.
 */
final class LoopbackRange implements AutoCloseable {

    static final int NODES_MAX = 99;
    static final int SERVICES_MAX = 50;

    private static final int FIRST = 64;
    private static final int RANGES = 64;
    private static final int GUARD_PORT = 19_999;
    private static final int ADVERTISED = 1;
    private static final int BOUND = 2;
    private static final int SEEN_BY = 100;
    private static final int SERVICE = 200;

    private final int second;
    private final ServerSocket guard;

    private LoopbackRange(int second, ServerSocket guard) {
        this.second = second;
        this.guard = guard;
    }

    /** Takes a free range. */
    static LoopbackRange reserve() {
        int firstTried = (int) (ProcessHandle.current().pid() % RANGES);
        IOException last = null;
        for (int i = 0; i < RANGES; i++) {
            int second = FIRST + (firstTried + i) % RANGES;
            try {
                var guard = new ServerSocket();
                var range = new LoopbackRange(second, guard);
                try {
                    guard.bind(new InetSocketAddress("127." + second + ".255.254", GUARD_PORT), 1);
                    return range;
                } catch (IOException e) {
                    range.close();
                    throw e;
                }
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IllegalStateException(
                "None of the addresses 127." + FIRST + ".255.254 to 127." + (FIRST + RANGES - 1)
                        + ".255.254 can be bound at port " + GUARD_PORT,
                last);
    }

    /** Returns why no range can be taken, if none can. */
    static Optional<String> whyNone() {
        try {
            reserve().close();
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage() + " (" + e.getCause() + "); on macOS each address needs an alias of lo0");
        }
    }

    /** Returns the address of a node for the others; also the one from which it calls them. */
    String advertised(int node) {
        return address(ADVERTISED, node);
    }

    /** Returns the address on which a node listens. */
    String bound(int node) {
        return address(BOUND, node);
    }

    /** Returns the address of a node for one other. */
    String seenBy(int source, int node) {
        return address(SEEN_BY + source, node);
    }

    /** Returns the address of a service, counted from 0, for one node. */
    String service(int source, int service) {
        return address(SEEN_BY + source, SERVICE + service);
    }

    @Override
    public void close() {
        try {
            guard.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private String address(int third, int fourth) {
        return "127." + second + "." + third + "." + fourth;
    }
}
