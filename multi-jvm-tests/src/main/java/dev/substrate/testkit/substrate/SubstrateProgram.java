package dev.substrate.testkit.substrate;

import dev.substrate.node.NodeMain;
import dev.substrate.node.SubstrateNode;
import dev.substrate.testkit.NodeAddress;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeProgram;
import dev.substrate.testkit.akka.AkkaProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs a node of Substrate, with its settings in {@code node-N.conf} in the folder of the cluster. Ready when {@code GET
 * /ready} answers 200.
 */
public class SubstrateProgram implements NodeProgram<SubstrateNode> {

    private static final int PATIENCE_MILLIS = 2_000;

    /** Returns the node that runs in a process; waits until it has been started. */
    public static SubstrateNode node(NodeContext context) {
        return context.running(SubstrateNode.class);
    }

    @Override
    public SubstrateNode start(NodeContext context) throws IOException {
        Path file = context.clusterFolder().resolve("node-" + context.number() + ".conf");
        return NodeMain.start(Files.writeString(file, settings(context)));
    }

    @Override
    public boolean isReady(NodeContext context, SubstrateNode running) throws IOException {
        NodeAddress own = context.binding();
        HttpURLConnection asked =
                (HttpURLConnection) URI.create("http://" + own.host() + ":" + own.httpPort() + "/ready")
                        .toURL()
                        .openConnection();
        asked.setConnectTimeout(PATIENCE_MILLIS);
        asked.setReadTimeout(PATIENCE_MILLIS);
        return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
    }

    @Override
    public Set<Integer> members(NodeContext context, SubstrateNode running) {
        return AkkaProgram.membersSeenBy(running.system(), context);
    }

    private static String settings(NodeContext context) {
        NodeAddress own = context.address(context.number());
        String contactPoints = IntStream.rangeClosed(1, context.startedNodes())
                .mapToObj(context::address)
                .map(node -> quoted(node.host() + ":" + node.httpPort()))
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
                }
                """.formatted(
                                // After a port, so that clusters which run side by side cannot mix.
                                quoted("test-" + context.address(1).port()),
                                context.number(),
                                quoted(own.host()),
                                own.port(),
                                own.httpPort(),
                                quoted(context.folder()),
                                contactPoints,
                                context.canStartCluster() ? "on" : "off")
                + behindNetwork(context)
                + context.config();
    }

    /** A node that others reach at another address than the one that it listens on has Akka's own settings for that. */
    private static String behindNetwork(NodeContext context) {
        if (context.outboundHost().isEmpty()) {
            return "";
        }
        NodeAddress binding = context.binding();
        return """
                akka.remote.artery.bind { hostname = %s, port = %d }
                akka.remote.artery.advanced.tcp.outbound-client-hostname = %s
                akka.management.http { bind-hostname = %s, bind-port = %d }
                """.formatted(
                        quoted(binding.host()),
                        binding.port(),
                        quoted(context.outboundHost()),
                        quoted(binding.host()),
                        binding.httpPort());
    }

    private static String quoted(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
