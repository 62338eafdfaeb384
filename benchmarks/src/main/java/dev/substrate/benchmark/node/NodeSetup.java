package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a node is set up; what is not here is as every node has it.
 *
 * @param number the node's number, from 1
 * @param variant whether it checks its fences
 * @param folder what is its own
 * @param arteryPort where other nodes reach it
 * @param httpPorts where the nodes of its cluster serve HTTP, in the order of their numbers
 * @param store the settings of the store
 */
record NodeSetup(int number, Variant variant, Path folder, int arteryPort, List<Integer> httpPorts, String store) {

    /** Returns the settings of a store in a file. */
    static String sqlite(Path file) {
        return "store = sqlite\nsqlite.file = " + quoted(file);
    }

    /** Returns the settings of a store in a Cassandra of one process. */
    static String cassandra(String contactPoint, String keyspace) {
        return """
                store = cassandra
                cassandra {
                  contact-points = [%s]
                  keyspace = %s
                  replication-factor = 1
                }""".formatted(quoted(contactPoint), quoted(keyspace));
    }

    String hocon() {
        String contactPoints =
                httpPorts.stream().map(port -> quoted("127.0.0.1:" + port)).collect(Collectors.joining(", "));
        return """
                substrate {
                  cluster-name = "benchmark"
                  testing.unfenced = %s
                  node {
                    number = %d
                    artery-port = %d
                    http-port = %d
                    data-dir = %s
                    contact-points = [%s]
                    can-start-new-cluster = on
                  }
                %s
                }
                """.formatted(
                        variant == Variant.UNFENCED,
                        number,
                        arteryPort,
                        httpPorts.get(number - 1),
                        quoted(folder),
                        contactPoints,
                        store.indent(2).stripTrailing());
    }

    private static String quoted(Object value) {
        return TextNode.valueOf(value.toString()).toString();
    }
}
