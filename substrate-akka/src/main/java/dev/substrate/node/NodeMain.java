package dev.substrate.node;

import java.nio.file.Path;

/** Runs one node as a process. */
public final class NodeMain {

    private NodeMain() {}

    /**
     * Starts a node; returns at once, while the process lives until the node ends.
     *
     * @param configFile the node's settings, in HOCON
     */
    public static void run(Path configFile) {
        if (configFile != null) {
            throw new UnsupportedOperationException("not yet: " + configFile);
        }
    }
}
