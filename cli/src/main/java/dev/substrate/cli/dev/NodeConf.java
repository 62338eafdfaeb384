package dev.substrate.cli.dev;

import dev.substrate.cli.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the settings file of a node of the local cluster. */
final class NodeConf {

    private NodeConf() {}

    static void write(DevNode node, List<DevNode> cluster, String storeConf, Path ownSettings) throws IOException {
        Files.createDirectories(node.dir());
        Files.writeString(node.confFile(), text(node, cluster, storeConf, ownSettings));
    }

    static String text(DevNode node, List<DevNode> cluster, String storeConf, Path ownSettings) {
        String contactPoints = cluster.stream()
                .map(n -> JsonObject.quoted(DevNode.HOST + ":" + n.httpPort()))
                .collect(Collectors.joining(", "));
        return """
                # Written by substrate dev on every start: changes here are lost.
                substrate {
                  cluster-name = "dev"
                  node {
                    number = %d
                    region = 0
                    zone = 0
                    host = "%s"
                    artery-port = %d
                    http-port = %d
                    data-dir = %s
                    contact-points = [%s]
                    can-start-new-cluster = on
                  }
                %s}
                # What was given with --config; there need not be any.
                include file(%s)
                """.formatted(
                        node.number(),
                        DevNode.HOST,
                        node.arteryPort(),
                        node.httpPort(),
                        JsonObject.quoted(node.dir().toString()),
                        contactPoints,
                        storeConf,
                        JsonObject.quoted(ownSettings.toString()));
    }
}
