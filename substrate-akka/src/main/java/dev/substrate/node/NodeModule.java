package dev.substrate.node;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Route;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a module adds to a node. Found by {@link java.util.ServiceLoader}; an implementation has a public constructor
 * without parameters.
 */
public interface NodeModule {

    /** Starts the module's actors and entity types; called once, before the node joins its cluster. */
    void start(ActorSystem<?> system);

    /** Returns the module's part of the HTTP API, below {@code /api/v1}. */
    Optional<Route> routes(ActorSystem<?> system);

    /** Says whether the module can serve; asked while the node is a member that is up. */
    CompletionStage<Boolean> ready(ActorSystem<?> system);
}
