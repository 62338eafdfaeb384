package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import akka.persistence.typed.PersistenceId;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.node.SubstrateNode;
import dev.substrate.store.EventRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service author's own event-sourced entity and cluster singleton, on two nodes that know nothing of each other but share
 * a store: both believe to own them.
 */
@Tag("cluster")
@Timeout(300)
class PlainEventSourcedTest {

    private static final EntityTypeKey<Wishes.Add> KEY = EntityTypeKey.create(Wishes.Add.class, "wishes");
    private static final PersistenceId SINGLETON = PersistenceId.ofUniqueId("all-wishes");
    private static final int WISHES = 12;

    /** Where wishes go on a node. */
    private interface Owner {
        Wishes.All add(String wish) throws InterruptedException;
    }

    @Test
    void twoOwnersInTurnsSeeEachOthersEvents(@TempDir Path folder) throws InterruptedException {
        Path store = folder.resolve("store.db");
        try (InProcessNode first = InProcessNode.startReady(1, folder, store, "")) {
            Owner here = entity(first.node());
            here.add("a");
            assertThat(here.add("b").wishes()).containsExactly("a", "b");
            EventRow row = log(first.node(), shard(first.node())).get(1);
            assertThat(row.sequence()).isEqualTo(2);
            assertThat(row.epoch()).isEqualTo(1);
            assertThat(row.event()).isEqualTo("{\"wish\":\"b\"}");
            try (InProcessNode second = InProcessNode.startReady(2, folder, store, "")) {
                assertThat(entity(second.node()).add("c").wishes()).containsExactly("a", "b", "c");
                // The first node still believes that it owns the entity, and has the old state in memory.
                assertThat(here.add("d").wishes()).containsExactly("a", "b", "c", "d");
            }
        }
    }

    @Test
    void whatTwoOwnersAcknowledgeAtTheSameTimeIsThereOnce(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.db");
        try (InProcessNode first = InProcessNode.startReady(1, folder, store, "");
                InProcessNode second = InProcessNode.startReady(2, folder, store, "")) {
            compete(entity(first.node()), entity(second.node()));
        }
    }

    @Test
    void aSingletonOnBothSidesOfAPartitionKeepsEveryAcknowledgedEventOnce(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.db");
        try (InProcessNode first = InProcessNode.startReady(1, folder, store, "");
                InProcessNode second = InProcessNode.startReady(2, folder, store, "")) {
            compete(singleton(first.node()), singleton(second.node()));
            long epoch = FencedShards.get(first.node().system())
                    .epoch(FencedShards.get(first.node().system()).shardOf(SINGLETON));
            assertThat(epoch).as("each side took it over").isGreaterThan(1);
        }
    }

    private static void compete(Owner first, Owner second) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(2);
        try {
            List<Callable<List<String>>> work = List.of(adding(first, "left"), adding(second, "right"));
            List<String> acknowledged = new ArrayList<>();
            for (Future<List<String>> added : clients.invokeAll(work)) {
                acknowledged.addAll(added.get());
            }
            // A question on the other node, which may have to recover first, shows the order of the log.
            List<String> atFirst = first.add("last").wishes();
            List<String> atSecond = second.add("last").wishes();
            assertThat(atFirst).hasSize(2 * WISHES + 1).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(atSecond).isEqualTo(atFirst);
        } finally {
            clients.shutdownNow();
            assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Callable<List<String>> adding(Owner owner, String side) {
        return () -> {
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < WISHES; i++) {
                owner.add(side + i);
                acknowledged.add(side + i);
            }
            return acknowledged;
        };
    }

    private static Owner entity(SubstrateNode node) {
        ActorRef<ShardingEnvelope<Wishes.Add>> region = ClusterSharding.get(node.system())
                .init(Entity.of(KEY, context -> new Wishes(PersistenceId.of(KEY.name(), context.getEntityId()))));
        return wish -> Wishes.add(node.system(), wish, add -> region.tell(new ShardingEnvelope<>("anna", add)));
    }

    private static Owner singleton(SubstrateNode node) {
        ActorRef<Wishes.Add> proxy = ClusterSingleton.get(node.system())
                .init(SingletonActor.of(
                        Behaviors.supervise(new Wishes(SINGLETON))
                                .onFailure(SupervisorStrategy.restartWithBackoff(
                                        Duration.ofMillis(100), Duration.ofSeconds(1), 0.2)),
                        "all-wishes"));
        return wish -> Wishes.add(node.system(), wish, proxy::tell);
    }

    private static ShardKey shard(SubstrateNode node) {
        return FencedShards.get(node.system()).shardOf("wishes", "anna");
    }

    private static List<EventRow> log(SubstrateNode node, ShardKey shard) {
        return FencedShards.get(node.system())
                .store()
                .events(shard, "anna", 1, Long.MAX_VALUE, 100)
                .toCompletableFuture()
                .join()
                .events();
    }
}
