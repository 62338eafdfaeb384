package dev.substrate.testkit;

import dev.substrate.testkit.machine.NodeDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of one cluster lies: {@code target/cluster/<Class>/<test>}.
 *
 * @param path the folder
 */
record ClusterFolder(Path path) {

    /** Returns the folder of a test, empty: what an earlier run left there is deleted. */
    static ClusterFolder wiped(String className, String testName) {
        var folder = new ClusterFolder(empty(Path.of(className, testName)));
        try {
            Files.createDirectories(folder.path().resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for data in " + folder.path(), e);
        }
        return folder;
    }

    /** Returns a folder beside those of the clusters. */
    static Path beside(Path name) {
        return Path.of("target", "cluster").resolve(name).toAbsolutePath();
    }

    /** Returns a folder beside those of the clusters, or of a cluster, which does not exist or has nothing in it. */
    static Path empty(Path name) {
        Path path = beside(name);
        // What a killed test has left mounted cannot be deleted.
        NodeDisk.unmountAllIn(path);
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("No empty folder at " + path, e);
        }
        return path;
    }

    /** Returns the log of a node's process: {@code node-2.log}, and after a restart {@code node-2.2.log}. */
    Path log(int nodeNumber, int incarnation) {
        return path.resolve("node-" + nodeNumber + (incarnation == 1 ? "" : "." + incarnation) + ".log");
    }

    /** Returns the file with what a node's process is told when it starts. */
    Path plan(int nodeNumber) {
        return path.resolve("node-" + nodeNumber + ".properties");
    }

    /** Returns the file with the arguments of a node's virtual machine, as {@code java @file} takes it. */
    Path arguments(int nodeNumber) {
        return path.resolve("node-" + nodeNumber + ".args");
    }

    Path threads(int nodeNumber) {
        return path.resolve("node-" + nodeNumber + ".threads.txt");
    }

    Path data(int nodeNumber) {
        return path.resolve("data").resolve("node-" + nodeNumber);
    }

    Path sqliteFile() {
        return path.resolve("data").resolve("substrate.db");
    }

    Path mergedLog() {
        return path.resolve("merged.log");
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.delete(each);
        }
    }
}
