package dev.substrate.cassandra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Finds pairs of ports that nobody uses. */
final class FreePorts {

    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /** Returns a port that is free, as the next one is; below those that the kernel gives to clients. */
    static int pair() {
        while (true) {
            int port = 10_000 + RANDOM.nextInt(10_000);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
