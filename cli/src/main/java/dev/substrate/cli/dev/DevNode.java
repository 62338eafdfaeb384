package dev.substrate.cli.dev;

import dev.substrate.cli.http.Endpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * One node of a local cluster: its number, and where everything of it is.
 *
 * @param number from 1
 * @param dir the node's own directory, absolute and without symbolic links
 * @param httpPort TCP port of the HTTP API
 * @param arteryPort TCP port for other nodes
 */
record DevNode(int number, Path dir, int httpPort, int arteryPort) implements DevProcess {

    static final String HOST = "127.0.0.1";

    Path confFile() {
        return dir.resolve("node.conf");
    }

    Endpoint endpoint() {
        return Endpoint.local(httpPort);
    }

    String arteryAddress() {
        return HOST + ":" + arteryPort;
    }

    @Override
    public String name() {
        return "node " + number;
    }

    @Override
    public String argument() {
        return Integer.toString(number);
    }

    @Override
    public String fileName() {
        return "node";
    }

    /** Returns whether a command line is the node's, started by {@code substrate dev} or by {@code substrate node}. */
    @Override
    public boolean ownsCommand(List<String> commandLine) {
        return commandLine.contains(marker()) || commandLine.contains(confFile().toString());
    }

    /** Returns the JVM option by which a process is known to be this node's; not below "substrate.", which would be a setting. */
    String marker() {
        return "-Dsubstrate-dev-node=" + dir;
    }
}
