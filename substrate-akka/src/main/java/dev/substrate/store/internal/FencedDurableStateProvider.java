package dev.substrate.store.internal;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.persistence.state.DurableStateStoreProvider;
import akka.persistence.state.javadsl.DurableStateUpdateStore;
import akka.persistence.state.javadsl.GetObjectResult;
import com.typesafe.config.Config;
import java.util.concurrent.CompletionStage;
import scala.jdk.javaapi.FutureConverters;

/** Gives Akka Persistence the durable-state store; named in {@code substrate.durable-state}. */
public final class FencedDurableStateProvider implements DurableStateStoreProvider {

    private final FencedDurableState store;

    /** Made by Akka. */
    public FencedDurableStateProvider(ExtendedActorSystem system, Config config, String configPath) {
        store = new FencedDurableState(system);
    }

    @Override
    public akka.persistence.state.scaladsl.DurableStateStore<Object> scaladslDurableStateStore() {
        return store;
    }

    @Override
    public akka.persistence.state.javadsl.DurableStateStore<Object> javadslDurableStateStore() {
        return new ForJava(store);
    }

    private record ForJava(FencedDurableState store) implements DurableStateUpdateStore<Object> {
        @Override
        public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
            // Behaviours recover by the other store: whoever reads here is somebody else, and owns nothing by it.
            return store.read(EntityName.parse(persistenceId)).thenApply(result -> result.toJava());
        }

        @Override
        public CompletionStage<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
            return FutureConverters.asJava(store.upsertObject(persistenceId, revision, value, tag));
        }

        @Override
        @Deprecated
        public CompletionStage<Done> deleteObject(String persistenceId) {
            return FutureConverters.asJava(store.deleteObject(persistenceId));
        }

        @Override
        public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
            return FutureConverters.asJava(store.deleteObject(persistenceId, revision));
        }
    }
}
