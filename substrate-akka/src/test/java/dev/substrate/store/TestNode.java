package dev.substrate.store;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.japi.function.Function;
import com.typesafe.config.ConfigFactory;
import dev.substrate.fence.FencedShards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in the test's own process, a cluster by itself, with nothing but its actors and its store. */
public final class TestNode implements AutoCloseable {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final int ASKED_AT_MOST = 20;

    private final ActorSystem<Void> system;
    private final Faults faults;

    private TestNode(ActorSystem<Void> system, Faults faults) {
        this.system = system;
        this.faults = faults;
    }

    /** Starts a node on a file, with settings that win over the usual ones. */
    public static TestNode start(Path file, String settings) {
        String name = "test-" + UUID.randomUUID();
        var config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString("""
                        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        akka.coordinated-shutdown.terminate-actor-system = on
                        substrate {
                          store = faulty
                          store-providers.faulty = "dev.substrate.store.FaultyStoreProvider"
                          test-node = "%s"
                          sqlite.file = "%s"
                          shards.number = 10
                          state-queries.poll-interval = 20ms
                        }
                        """.formatted(name, file)))
                .withFallback(ConfigFactory.parseResources("substrate-akka.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "test", config);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        FencedShards.get(system).admit();
        return new TestNode(system, FaultyStoreProvider.faultsOf(name));
    }

    public ActorSystem<?> system() {
        return system;
    }

    public FencedShards fences() {
        return FencedShards.get(system);
    }

    public FencedStore store() {
        return fences().store();
    }

    public Faults faults() {
        return faults;
    }

    /** Starts a sharded entity type. */
    public <M> ActorRef<ShardingEnvelope<M>> shard(
            EntityTypeKey<M> key, java.util.function.Function<String, Behavior<M>> entity) {
        return ClusterSharding.get(system).init(Entity.of(key, context -> entity.apply(context.getEntityId())));
    }

    /** Starts an actor outside sharding. */
    public <M> ActorRef<M> spawn(Behavior<M> behavior) {
        return system.systemActorOf(behavior, "spawned-" + UUID.randomUUID(), Props.empty());
    }

    /** Asks and waits for the answer. */
    public <M, R> R ask(ActorRef<M> actor, Function<ActorRef<R>, M> question) {
        return await(AskPattern.ask(actor, question, ANSWERED_WITHIN, system.scheduler()));
    }

    /** Asks an entity and waits for the answer. */
    public <M, R> R ask(ActorRef<ShardingEnvelope<M>> region, String id, Function<ActorRef<R>, M> question) {
        return await(answer(region, id, question, ANSWERED_WITHIN));
    }

    /** Asks an entity again while there is no answer, since its shard may be changing hands. */
    public <M, R> R askAgain(ActorRef<ShardingEnvelope<M>> region, String id, Function<ActorRef<R>, M> question) {
        CompletionStage<R> answer = answer(region, id, question, ASKED_AGAIN_AFTER);
        for (int again = 1; again < ASKED_AT_MOST; again++) {
            answer = answer.exceptionallyCompose(none -> answer(region, id, question, ASKED_AGAIN_AFTER));
        }
        return await(answer);
    }

    private <M, R> CompletionStage<R> answer(
            ActorRef<ShardingEnvelope<M>> region, String id, Function<ActorRef<R>, M> question, Duration within) {
        return AskPattern.ask(
                region, replyTo -> new ShardingEnvelope<>(id, question.apply(replyTo)), within, system.scheduler());
    }

    /** Waits for what was begun; a failure comes as what it is. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : e.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError(cause);
        } catch (TimeoutException e) {
            throw new AssertionError("No answer within " + ANSWERED_WITHIN, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        ActorTestKit.shutdown(system, ANSWERED_WITHIN);
    }
}
