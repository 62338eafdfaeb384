package dev.substrate.dht.internal;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.dht.internal.http.HousekeepingRoutes;
import dev.substrate.dht.internal.http.RecordRoutes;
import dev.substrate.dht.internal.http.ShardRoutes;
import dev.substrate.dht.internal.http.StoreRoutes;
import dev.substrate.node.NodeInfo;
import dev.substrate.node.NodeModule;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Adds records to a node. */
public final class DhtModule implements NodeModule {

    private static final Duration READY_WITHIN = Duration.ofSeconds(3);

    /** Made by the service loader. */
    public DhtModule() {}

    @Override
    public void start(ActorSystem<?> system) {
        RecordClients.get(system);
    }

    @Override
    public Optional<Route> routes(ActorSystem<?> system) {
        return Optional.of(Directives.concat(
                new RecordRoutes(system).routes(),
                new HousekeepingRoutes(system).routes(),
                new StoreRoutes(system).routes(),
                new ShardRoutes(system).routes()));
    }

    @Override
    public CompletionStage<Boolean> ready(ActorSystem<?> system) {
        NodeInfo self = NodeInfo.of(system);
        return RecordClients.get(system)
                .dht()
                .answers(RecordId.global(new RecordUri("substrate", "ready-" + self.id())), READY_WITHIN);
    }
}
