package dev.substrate.cli.dev;

import dev.substrate.cli.http.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One node of a local cluster: its number, and where everything of it is.
 *
 * @param number from 1
 * @param dir the node's own directory, absolute and without symbolic links
 * @param httpPort TCP port of the HTTP API
 * @param arteryPort TCP port for other nodes
 */
record DevNode(int number, Path dir, int httpPort, int arteryPort) {

    static final String HOST = "127.0.0.1";

    Path confFile() {
        return dir.resolve("node.conf");
    }

    Path logFile() {
        return dir.resolve("node.log");
    }

    /** Written by the node itself as soon as it starts. */
    Path pidFile() {
        return dir.resolve("node.pid");
    }

    /** Written by the shell that watches over the node, see {@link NodeLauncher}. */
    Path keeperPidFile() {
        return dir.resolve("keeper.pid");
    }

    /** Why the node ended: written by the node when it ends in order, by its keeper otherwise. */
    Path exitFile() {
        return dir.resolve("node.exit");
    }

    /** Why the run before this one ended, when the keeper has started the node again. */
    Path previousExitFile() {
        return dir.resolve("node.exit.previous");
    }

    Endpoint endpoint() {
        return Endpoint.local(httpPort);
    }

    String arteryAddress() {
        return HOST + ":" + arteryPort;
    }

    String name() {
        return "node " + number;
    }

    /** Returns the JVM option by which a process is known to be this node's; not below "substrate.", which would be a setting. */
    String marker() {
        return "-Dsubstrate-dev-node=" + dir;
    }

    static OptionalLong readPid(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
