package dev.substrate.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.substrate.node.internal.StoreGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one node as a process, which ends with status 0 after an orderly stop (SIGTERM, or a request to leave),
 * {@value #DOWNED} if the cluster removed the node, and {@value #FAILED} if it could not start or stop.
 */
public final class NodeMain {

    /** The exit status of a node that could not start, or did not stop in time. */
    public static final int FAILED = 1;

    /** The exit status of a node that the cluster removed: start it again, and it joins as a new member. */
    public static final int DOWNED = 10;

    private NodeMain() {}

    /**
     * Starts a node; returns once its HTTP API serves, while the process lives until the node ends. A node that cannot
     * start says why on standard error and ends the process.
     *
     * @param configFile the node's settings, in HOCON
     */
    public static void run(Path configFile) {
        try {
            start(configFile);
        } catch (NodeException e) {
            System.err.println("substrate node: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    /**
     * Starts a node whose end is the end of the process.
     *
     * @param configFile the node's settings, in HOCON
     * @throws NodeException if it cannot start; the process goes on
     */
    public static SubstrateNode start(Path configFile) {
        Config config = read(configFile);
        configureLog(config);
        SubstrateNode node = SubstrateNode.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(node), "substrate-stop"));
        var unused = node.system().getWhenTerminated().thenAccept(terminated -> System.exit(0));
        // A node that ends by itself may not come to its end, as when a transport waits for a peer that is cut off.
        CoordinatedShutdown.get(node.system())
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "end-of-process", () -> {
                    Thread watch = new Thread(() -> haltIfStuck(node), "substrate-end");
                    watch.setDaemon(true);
                    watch.start();
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
        return node;
    }

    private static void haltIfStuck(SubstrateNode node) {
        if (!node.awaitTermination()) {
            halt(node, false);
        }
    }

    private static Config read(Path configFile) {
        if (!Files.isReadable(configFile)) {
            throw new NodeException("There is no readable file " + configFile);
        }
        try {
            return ConfigFactory.parseFile(configFile.toFile());
        } catch (ConfigException e) {
            throw new NodeException(configFile + " is not HOCON: " + e.getMessage(), e);
        }
    }

    /** One line per event on standard output, unless the user brought a configuration of Logback. */
    private static void configureLog(Config config) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "substrate-logback.xml");
        }
        System.setProperty(
                "substrate.log.node",
                config.hasPath("substrate.node.number") ? config.getString("substrate.node.number") : "0");
    }

    /**
     * Runs when the process was told to end, and when the node has ended by itself. Halts, because the virtual machine
     * would report the signal that it got as its exit status.
     */
    private static void endWith(SubstrateNode node) {
        CoordinatedShutdown.get(node.system()).runAll(CoordinatedShutdown.jvmExitReason());
        halt(node, node.awaitTermination());
    }

    /** The lock of the node's folder goes with the process: nobody is the same node before. */
    private static void halt(SubstrateNode node, boolean stopped) {
        Logger log = LoggerFactory.getLogger(NodeMain.class);
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(node.system());
        Optional<CoordinatedShutdown.Reason> reason = shutdown.getShutdownReason();
        int status = FAILED;
        String why = "did not stop within substrate.node.stop-timeout";
        if (reason.filter(CoordinatedShutdown.clusterDowningReason()::equals).isPresent()) {
            status = DOWNED;
            why = "was removed by the cluster; start it again";
        } else if (reason.filter(StoreGuard.OTHER_STORE::equals).isPresent()) {
            why = "uses another store than its cluster";
        } else if (stopped) {
            status = 0;
            why = "stopped in an orderly way";
        }
        log.info("The node {} (status {})", why, status);
        try {
            node.directory().noteExit(status + " " + why);
        } catch (IOException e) {
            log.warn("The reason of the end could not be noted", e);
        }
        Runtime.getRuntime().halt(status);
    }
}
