package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeAddress;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * What a process is told when it starts. It lies in a file of properties, so that people can look at it and start a process
 * by hand.
 *
 * @param number the node's number
 * @param incarnation how many processes the node has had, this one included
 * @param program the class of what runs in it
 * @param canStartCluster whether it may form a new cluster
 * @param folder the node's working folder
 * @param clusterFolder where everything of the cluster lies
 * @param config the settings of the test
 * @param binding where the program listens
 * @param outboundHost from where it connects to others; empty for anywhere
 * @param startedNodes how many of the nodes are there from the beginning
 * @param addresses where it reaches the nodes, by number from 1
 */
public record NodePlan(
        int number,
        int incarnation,
        String program,
        boolean canStartCluster,
        Path folder,
        Path clusterFolder,
        String config,
        NodeAddress binding,
        String outboundHost,
        int startedNodes,
        List<NodeAddress> addresses) {

    /** Copies the addresses. */
    public NodePlan {
        addresses = List.copyOf(addresses);
    }

    /** Writes a file. */
    public Path write(Path file) {
        Properties properties = new Properties();
        properties.setProperty("number", Integer.toString(number));
        properties.setProperty("incarnation", Integer.toString(incarnation));
        properties.setProperty("program", program);
        properties.setProperty("can-start-cluster", Boolean.toString(canStartCluster));
        properties.setProperty("folder", folder.toString());
        properties.setProperty("cluster-folder", clusterFolder.toString());
        properties.setProperty("config", config);
        properties.setProperty("outbound-host", outboundHost);
        put(properties, "binding", binding);
        properties.setProperty("started-nodes", Integer.toString(startedNodes));
        properties.setProperty("nodes", Integer.toString(addresses.size()));
        for (int i = 0; i < addresses.size(); i++) {
            put(properties, "node." + (i + 1), addresses.get(i));
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "What the process of a node is told when it starts");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("No plan for node " + number, e);
        }
    }

    /** Reads a file. */
    public static NodePlan read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new NodePlan(
                number(properties, "number"),
                number(properties, "incarnation"),
                properties.getProperty("program"),
                Boolean.parseBoolean(properties.getProperty("can-start-cluster")),
                Path.of(properties.getProperty("folder")),
                Path.of(properties.getProperty("cluster-folder")),
                properties.getProperty("config"),
                address(properties, "binding"),
                properties.getProperty("outbound-host"),
                number(properties, "started-nodes"),
                IntStream.rangeClosed(1, number(properties, "nodes"))
                        .mapToObj(node -> address(properties, "node." + node))
                        .toList());
    }

    private static void put(Properties properties, String name, NodeAddress address) {
        properties.setProperty(name + ".host", address.host());
        properties.setProperty(name + ".port", Integer.toString(address.port()));
        properties.setProperty(name + ".http-port", Integer.toString(address.httpPort()));
    }

    private static NodeAddress address(Properties properties, String name) {
        return new NodeAddress(
                properties.getProperty(name + ".host"),
                number(properties, name + ".port"),
                number(properties, name + ".http-port"));
    }

    private static int number(Properties properties, String name) {
        return Integer.parseInt(properties.getProperty(name));
    }
}
