package dev.substrate.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What there is to know about a cluster whose test failed. It is attached to the test's own exception; it has no stack
 * trace, because it is no failure itself.
 */
final class ClusterReport extends Exception {

    private static final long serialVersionUID = 1L;

    private ClusterReport(String message) {
        super(message, null, false, false);
    }

    /** Collects the ends of all logs, dumps the threads of live nodes, and merges the logs. */
    static ClusterReport of(
            List<NodeHandle> nodes, TestStore store, ClusterFolder folder, List<String> events, String repeat) {
        var text = new StringBuilder("the cluster, all of which lies in ").append(folder.path());
        text.append("\n\nTo run it again with what it drew: ").append(repeat).append("\n\nWhat was done to it:");
        events.forEach(event -> text.append("\n  ").append(event));
        for (NodeHandle node : nodes) {
            node.process().ifPresent(process -> text.append("\n\n").append(describe(node, process, folder)));
        }
        if (store instanceof CassandraHandle cassandra) {
            text.append("\n\n=== ").append(cassandra.describe()).append("\n").append(LogTail.of(cassandra.log()));
        }
        return new ClusterReport(
                text.append("\n\n").append(merge(nodes, folder)).toString());
    }

    private static String describe(NodeHandle node, NodeProcess process, ClusterFolder folder) {
        String threads = process.isAlive() && !process.isPaused()
                ? "\n" + ThreadDump.write(process.pid(), folder.threads(node.number()))
                : "";
        String unasked = process.unexpectedEnd().isPresent() ? ", and nobody asked for it" : "";
        return "=== " + process.describe() + unasked + threads + "\n" + LogTail.of(process.log());
    }

    private static String merge(List<NodeHandle> nodes, ClusterFolder folder) {
        List<Path> logs = nodes.stream()
                .flatMap(node -> IntStream.rangeClosed(1, node.incarnation())
                        .mapToObj(incarnation -> folder.log(node.number(), incarnation)))
                .filter(Files::exists)
                .toList();
        try {
            MergedLog.write(logs, folder.mergedLog());
            return "All logs by time: " + folder.mergedLog();
        } catch (IOException e) {
            return "No merged log: " + e;
        }
    }
}
