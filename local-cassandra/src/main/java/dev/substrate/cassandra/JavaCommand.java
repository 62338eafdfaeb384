package dev.substrate.cassandra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How to start the Java process of a Cassandra 5.0. */
final class JavaCommand {

    static final String JAVA_HOME_VARIABLE = "SUBSTRATE_CASSANDRA_JAVA_HOME";

    private static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";

    // Cassandra 5.0 installs a security manager, for functions that users define. Java 24 has none any more.
    private static final int JAVA_MAX = 23;

    private static final List<String> MACHINE = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // starts in half the time; whoever measures throughput turns it off
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss512k",
            "-Djava.security.manager=allow",
            "-Djava.net.preferIPv4Stack=true",
            "-Djdk.attach.allowAttachSelf=true",
            "-Dfile.encoding=UTF-8",
            "-Dio.netty.tryReflectionSetAccessible=true");

    // No -Dcassandra.jmx.*: without them there is no JMX port.
    private static final List<String> CASSANDRA = List.of(
            "-Dcassandra-foreground=yes",
            // A node that is alone has nobody to wait for when it starts, and nobody to tell when it ends.
            "-Dcassandra.ring_delay_ms=1",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.shutdown_announce_in_ms=0",
            "-Dcassandra.superuser_setup_delay_ms=0");

    private static final List<String> EXPORTED = List.of(
            "java.base/java.lang.ref",
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.attach/sun.tools.attach",
            "jdk.unsupported/sun.misc");

    private static final List<String> OPENED = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");

    private JavaCommand() {}

    /** Returns the java to run Cassandra with: this process's, unless the environment names another. */
    static Path java(Map<String, String> environment) {
        String home = environment.getOrDefault(JAVA_HOME_VARIABLE, "");
        if (home.isBlank()) {
            requireSuitable(Runtime.version().feature());
            return Path.of(System.getProperty("java.home"), "bin", "java");
        }
        Path java = Path.of(home, "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new CassandraException(JAVA_HOME_VARIABLE + " is " + home + ", but there is no bin/java in it");
        }
        return java;
    }

    static void requireSuitable(int javaVersion) {
        if (javaVersion > JAVA_MAX) {
            throw new CassandraException("Cassandra 5.0 does not run on Java " + javaVersion
                    + ". Install Java 17 beside it, and say where in the environment variable " + JAVA_HOME_VARIABLE);
        }
    }

    /** Returns the command; what is long in it is left to the file with the {@link #arguments}. */
    static List<String> command(Path java, ServerFiles files) {
        return List.of(
                java.toString(), CassandraProcess.marker(files.settings().folder()), "@" + files.arguments(), MAIN);
    }

    static List<String> arguments(ServerFiles files, Libraries libraries) {
        CassandraSettings settings = files.settings();
        List<String> arguments = new ArrayList<>(MACHINE);
        arguments.add("-Xmx" + settings.heapMegabytes() + "m");
        arguments.add("-XX:ErrorFile=" + settings.folder().resolve("hs_err.log"));
        arguments.add("-javaagent:" + libraries.agent());
        arguments.addAll(CASSANDRA);
        arguments.add("-Dcassandra.config=" + files.yaml().toUri());
        arguments.add("-Dcassandra.logdir=" + settings.folder().resolve("logs"));
        arguments.add("-Dlogback.configurationFile=" + files.logback());
        options("--add-exports", EXPORTED).forEach(arguments::add);
        options("--add-opens", OPENED).forEach(arguments::add);
        arguments.addAll(settings.jvmOptions());
        arguments.addAll(List.of("-cp", libraries.folder().resolve("*").toString()));
        return arguments;
    }

    private static Stream<String> options(String name, List<String> packages) {
        return packages.stream().map(each -> name + "=" + each + "=ALL-UNNAMED");
    }
}
