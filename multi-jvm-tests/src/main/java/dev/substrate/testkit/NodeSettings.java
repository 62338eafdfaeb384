package dev.substrate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The settings of a node under test: the kit's, then the test's own, which win. */
final class NodeSettings {

    private static final String HOST = "127.0.0.1";

    private final ClusterFolder folder;
    private final List<NodePorts> ports;
    private final TestStore store;
    private final String testConfig;

    NodeSettings(ClusterFolder folder, List<NodePorts> ports, TestStore store, String testConfig) {
        this.folder = folder;
        this.ports = ports;
        this.store = store;
        this.testConfig = testConfig;
    }

    /** Writes the settings of a node to its file, for it to start with and for people to look at. */
    Path write(int nodeNumber, boolean canStartNewCluster) {
        Path file = folder.config(nodeNumber);
        try {
            return Files.writeString(file, render(nodeNumber, canStartNewCluster) + testConfig + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("No settings for node " + nodeNumber, e);
        }
    }

    private String render(int nodeNumber, boolean canStartNewCluster) {
        NodePorts own = ports.get(nodeNumber - 1);
        String contactPoints = ports.stream()
                .map(node -> quoted(HOST + ":" + node.http()))
                .collect(Collectors.joining(", ", "[", "]"));
        return """
                substrate {
                  cluster-name = %s
                  node {
                    number = %d
                    region = 0
                    zone = 0
                    host = %s
                    artery-port = %d
                    http-port = %d
                    data-dir = %s
                    contact-points = %s
                    can-start-new-cluster = %s
                  }
                %s}
                """.formatted(
                        quoted(clusterName()),
                        nodeNumber,
                        quoted(HOST),
                        own.artery(),
                        own.http(),
                        quoted(folder.data(nodeNumber)),
                        contactPoints,
                        canStartNewCluster ? "on" : "off",
                        store.config());
    }

    /** Names the cluster after its first port, so that clusters which run side by side cannot mix. */
    private String clusterName() {
        return "test-" + ports.get(0).artery();
    }

    static String quoted(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
