package dev.substrate.node;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import java.time.Duration;

/** A running node. */
public interface SubstrateNode extends AutoCloseable {

    /** Starts a node. */
    static SubstrateNode start(Config config) {
        if (config != null) {
            throw new UnsupportedOperationException("not yet");
        }
        return null;
    }

    /** Returns the node's actor system. */
    ActorSystem<?> system();

    /** Waits until the node is ready. */
    void awaitReady(Duration atMost);

    /** Leaves the cluster, hands over and stops. */
    @Override
    void close();
}
