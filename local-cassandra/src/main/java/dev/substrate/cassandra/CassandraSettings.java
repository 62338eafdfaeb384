package dev.substrate.cassandra;

import java.nio.file.Path;
import java.util.List;

/**
 * What a local Cassandra is like. It listens on {@value #HOST} only.
 *
 * @param folder where everything of it lies, absolute: settings, data, commit log, log, process id
 * @param libraries the folder with the server's jars, see {@link LocalCassandra#libraries()}
 * @param nativePort where drivers connect
 * @param storagePort where other Cassandra nodes would connect; it is taken, though nobody does
 * @param heapMegabytes the heap's size; the whole process takes about twice as much
 * @param endsWithStarter whether it is killed when the process that started it is gone, however that ended
 * @param jvmOptions more options for its virtual machine; they win over the others
 */
public record CassandraSettings(
        Path folder,
        Path libraries,
        int nativePort,
        int storagePort,
        int heapMegabytes,
        boolean endsWithStarter,
        List<String> jvmOptions) {

    /** The only address that a local Cassandra listens on. */
    public static final String HOST = "127.0.0.1";

    private static final int HEAP_MEGABYTES = 512;
    private static final int HEAP_MEGABYTES_MIN = 128;
    private static final int PORT_MAX = 65_535;

    /** Checks the settings. */
    public CassandraSettings {
        folder = folder.toAbsolutePath().normalize();
        libraries = libraries.toAbsolutePath().normalize();
        jvmOptions = List.copyOf(jvmOptions);
        requirePort("native", nativePort);
        requirePort("storage", storagePort);
        if (nativePort == storagePort) {
            throw new IllegalArgumentException("Cassandra needs two different ports, not " + nativePort + " twice");
        }
        if (heapMegabytes < HEAP_MEGABYTES_MIN) {
            throw new IllegalArgumentException(
                    "Cassandra needs a heap of " + HEAP_MEGABYTES_MIN + " MB at least, not " + heapMegabytes);
        }
    }

    /** Returns the usual settings: the port after {@code nativePort} for storage, a heap of {@value #HEAP_MEGABYTES} MB. */
    public static CassandraSettings of(Path folder, Path libraries, int nativePort) {
        return new CassandraSettings(folder, libraries, nativePort, nativePort + 1, HEAP_MEGABYTES, false, List.of());
    }

    /** Returns these settings with another heap. */
    public CassandraSettings withHeapMegabytes(int megabytes) {
        return new CassandraSettings(
                folder, libraries, nativePort, storagePort, megabytes, endsWithStarter, jvmOptions);
    }

    /** Returns these settings for a Cassandra that is killed when the process that started it is gone. */
    public CassandraSettings endingWithStarter() {
        return new CassandraSettings(folder, libraries, nativePort, storagePort, heapMegabytes, true, jvmOptions);
    }

    /** Returns these settings with other options for the virtual machine. */
    public CassandraSettings withJvmOptions(List<String> options) {
        return new CassandraSettings(
                folder, libraries, nativePort, storagePort, heapMegabytes, endsWithStarter, options);
    }

    /** Returns where drivers connect, as {@code host:port}. */
    public String contactPoint() {
        return HOST + ":" + nativePort;
    }

    /** Returns the file that all output of the process goes to. */
    public Path logFile() {
        return folder.resolve("cassandra.log");
    }

    /** Returns the file with the process id; only {@link LocalCassandra#find} knows whether it still means anything. */
    public Path pidFile() {
        return CassandraProcess.pidFile(folder);
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("Cassandra's " + name + " port is 1 to " + PORT_MAX + ", not " + port);
        }
    }
}
