package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The shape of a local cluster, kept in {@code dev.properties}.
 *
 * @param nodes how many nodes, numbered from 1
 * @param httpPortBase node N answers HTTP on this port + N
 * @param arteryPortBase node N talks to other nodes on this port + N
 * @param store where the records are
 */
record DevSettings(int nodes, int httpPortBase, int arteryPortBase, DevStore store) {

    static final int NODES_MAX = 32;
    private static final String FILE = "dev.properties";

    DevSettings {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw CliException.usage("A local cluster has 1 to " + NODES_MAX + " nodes, not " + nodes);
        }
        requirePorts("--http-port", httpPortBase, nodes);
        requirePorts("--artery-port", arteryPortBase, nodes);
        if (Math.abs(httpPortBase - arteryPortBase) < nodes) {
            throw CliException.usage("--http-port " + httpPortBase + " and --artery-port " + arteryPortBase
                    + " overlap for " + nodes + " nodes: node N takes each port + N");
        }
        if (store instanceof DevStore.OwnCassandra cassandra) {
            requireApart(cassandra.port(), "--http-port", httpPortBase, nodes);
            requireApart(cassandra.port(), "--artery-port", arteryPortBase, nodes);
        }
    }

    private static void requireApart(int cassandraPort, String option, int base, int nodes) {
        if (cassandraPort + 1 > base && cassandraPort <= base + nodes) {
            throw CliException.usage(
                    "--cassandra-port " + cassandraPort + " and " + option + " " + base + " overlap for " + nodes
                            + " nodes: Cassandra takes its port and the one after it, node N takes its port + N");
        }
    }

    private static void requirePorts(String option, int base, int nodes) {
        if (base < 0 || base + nodes > 65_535) {
            throw CliException.usage(option + " " + base + " leaves no ports: node N takes this port + N");
        }
    }

    static Optional<DevSettings> load(Path dir) {
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new DevSettings(
                    Integer.parseInt(values.getProperty("nodes", "")),
                    Integer.parseInt(values.getProperty("http-port", "")),
                    Integer.parseInt(values.getProperty("artery-port", "")),
                    DevStore.load(values)));
        } catch (IOException | NumberFormatException e) {
            throw CliException.failed("Cannot read " + file + ": " + e.getMessage());
        }
    }

    void save(Path dir) throws IOException {
        Properties values = new Properties();
        values.setProperty("nodes", Integer.toString(nodes));
        values.setProperty("http-port", Integer.toString(httpPortBase));
        values.setProperty("artery-port", Integer.toString(arteryPortBase));
        store.save(values);
        try (Writer writer = Files.newBufferedWriter(dir.resolve(FILE))) {
            values.store(writer, "Written by substrate dev");
        }
    }

    /** Returns how to ask for this shape on the command line. */
    @Override
    public String toString() {
        return "--nodes " + nodes + " --http-port " + httpPortBase + " --artery-port " + arteryPortBase + " " + store;
    }
}
