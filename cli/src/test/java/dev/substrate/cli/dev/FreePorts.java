package dev.substrate.cli.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Finds ranges of ports that nobody uses, and that are none of the test kit's. */
public final class FreePorts {

    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /** Returns a number so that the {@code count} ports after it are free. */
    public static int before(int count) {
        while (true) {
            int base = 10_000 + RANDOM.nextInt(9_900);
            if (areFree(base, count)) {
                return base;
            }
        }
    }

    private static boolean areFree(int base, int count) {
        for (int port = base + 1; port <= base + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
