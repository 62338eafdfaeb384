package dev.substrate.node;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.internal.JoinReporter;
import dev.substrate.node.internal.Readiness;
import dev.substrate.node.internal.StoreGuard;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: an actor system that looks for its cluster, serves its HTTP API, and carries the modules that it found.
 *
 * <p>A process may run several nodes, each with a data directory of its own. Safe for use by several threads.
 */
public final class SubstrateNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubstrateNode.class);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(20);

    private final NodeSettings settings;
    private final NodeDirectory directory;
    private final ActorSystem<Void> system;

    private SubstrateNode(NodeSettings settings, NodeDirectory directory, ActorSystem<Void> system) {
        this.settings = settings;
        this.directory = directory;
        this.system = system;
    }

    /**
     * Starts a node. It returns once the HTTP API serves; joining the cluster goes on in the background, see
     * {@link #awaitReady}.
     *
     * @param config the node's configuration; what it leaves out has defaults, except {@code substrate.node.data-dir}
     * @throws NodeException if the node cannot start; nothing of it is left running
     */
    public static SubstrateNode start(Config config) {
        NodeSettings settings = NodeSettings.of(config);
        NodeDirectory directory = NodeDirectory.open(settings.dataDir(), settings.region(), settings.zone());
        ActorSystem<Void> system;
        try {
            system = ActorSystem.create(
                    Behaviors.empty(), settings.clusterName(), settings.forAkka(config, directory.id()));
        } catch (RuntimeException e) {
            closeQuietly(directory);
            throw new NodeException("The node could not start: " + e.getMessage(), e);
        }
        SubstrateNode node = new SubstrateNode(settings, directory, system);
        try {
            node.open();
            return node;
        } catch (RuntimeException | ServiceConfigurationError e) {
            node.close();
            throw e instanceof NodeException explained
                    ? explained
                    : new NodeException("The node could not start: " + e.getMessage(), e);
        }
    }

    /** Returns the node's actor system. */
    public ActorSystem<?> system() {
        return system;
    }

    /** Returns who the node is. */
    public NodeInfo info() {
        return NodeInfo.of(system);
    }

    /** Returns the host and port of the HTTP API. */
    public String httpAddress() {
        return settings.host() + ":" + settings.httpPort();
    }

    /**
     * Waits until the node is ready: an up member of its cluster, with sharding that answers and a store that works.
     *
     * @throws NodeException if it is not ready in time, or has ended
     */
    public void awaitReady(Duration atMost) {
        CompletableFuture<Void> ended =
                system.getWhenTerminated().toCompletableFuture().thenAccept(done -> {});
        CompletableFuture<Void> ready = Readiness.get(system).whenReady();
        try {
            Object first = CompletableFuture.anyOf(ready, ended).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("Waited for readiness: {}", first);
        } catch (TimeoutException e) {
            throw new NodeException("The node was not ready within " + atMost.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new NodeException(
                    "The node does not become ready: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("Interrupted while waiting for the node to be ready", e);
        }
        if (!ready.isDone()) {
            throw new NodeException("The node ended before it was ready");
        }
    }

    /** Leaves the cluster, hands over, and stops; waits for it at most {@code substrate.node.stop-timeout}. */
    @Override
    public void close() {
        CoordinatedShutdown.get(system).runAll(StopRequested.INSTANCE);
        awaitTermination();
        closeQuietly(directory);
    }

    NodeDirectory directory() {
        return directory;
    }

    /** Waits for the system to end, at most {@code substrate.node.stop-timeout}; returns whether it did. The folder stays locked. */
    boolean awaitTermination() {
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The node did not stop within substrate.node.stop-timeout = {}", settings.stopTimeout(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void open() {
        FencedShards fences = FencedShards.get(system);
        agreeOnShards(fences);
        StoreGuard.enter(fences.store(), directory.id()).toCompletableFuture().join();
        List<NodeModule> modules = new ArrayList<>();
        ServiceLoader.load(NodeModule.class).forEach(modules::add);
        Modules.install(system, modules);
        modules.forEach(module -> module.start(system));
        try {
            AkkaManagement.get(system).start().toCompletableFuture().get(BIND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new NodeException(
                    "The HTTP API could not be opened on " + httpAddress() + " (substrate.node.http-port): "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new NodeException("The HTTP API was not open after " + BIND_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("Interrupted while starting", e);
        }
        system.systemActorOf(StoreGuard.create(), "store-guard", Props.empty());
        ClusterBootstrap.get(system).start();
        system.systemActorOf(
                JoinReporter.create(settings.contactPoints(), settings.canStartNewCluster()),
                "join-reporter",
                Props.empty());
        LOG.info(
                "Node {} {} of cluster '{}' serves at http://{}",
                settings.number(),
                directory.id(),
                settings.clusterName(),
                httpAddress());
    }

    /** Epochs are kept per shard, so nodes that count shards differently would not fence each other. */
    private static void agreeOnShards(FencedShards fences) {
        String ours = Integer.toString(fences.numberOfShards());
        String agreed = fences.store()
                .agree("number-of-shards", ours)
                .toCompletableFuture()
                .join();
        if (!agreed.equals(ours)) {
            throw new NodeException("substrate.shards.number is " + ours + ", but this store was made with " + agreed
                    + " shards, for ever. Set it to " + agreed);
        }
    }

    private static void closeQuietly(NodeDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.debug("The lock of the data directory was not released", e);
        }
    }

    private static final class StopRequested implements CoordinatedShutdown.Reason {
        static final StopRequested INSTANCE = new StopRequested();
    }
}
