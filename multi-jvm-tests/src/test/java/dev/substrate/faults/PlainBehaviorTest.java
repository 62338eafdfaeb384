package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.state.javadsl.CommandHandler;
import akka.persistence.typed.state.javadsl.DurableStateBehavior;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.CborMessage;
import dev.substrate.node.SubstrateNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service author's own durable entity, which knows nothing of fences. */
@Tag("cluster")
class PlainBehaviorTest {

    sealed interface Command extends CborMessage {}

    record Add(String item, ActorRef<Basket> replyTo) implements Command {}

    record Basket(List<String> items) implements CborMessage {
        Basket {
            items = List.copyOf(items);
        }
    }

    private static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "basket");

    private static final class BasketBehavior extends DurableStateBehavior<Command, Basket> {

        BasketBehavior(String id) {
            super(PersistenceId.of(KEY.name(), id));
        }

        @Override
        public Basket emptyState() {
            return new Basket(List.of());
        }

        @Override
        public CommandHandler<Command, Basket> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(Add.class, (state, add) -> {
                        if (state.items().contains(add.item())) {
                            return Effect().none().thenReply(add.replyTo(), same -> same);
                        }
                        var items = new ArrayList<>(state.items());
                        items.add(add.item());
                        return Effect().persist(new Basket(items)).thenReply(add.replyTo(), saved -> saved);
                    })
                    .build();
        }
    }

    @Test
    void keepsItsStateOverARestartAndLosesItsFenceToAnotherOwner(@TempDir Path folder) {
        Path store = folder.resolve("store.db");
        try (InProcessNode first = InProcessNode.startReady(1, folder, store, "")) {
            assertThat(add(first.node(), "milk").items()).containsExactly("milk");
            assertThat(add(first.node(), "bread").items()).containsExactly("milk", "bread");
            FencedShards fences = FencedShards.get(first.node().system());
            var row = fences.store()
                    .read(fences.shardOf("basket", "anna"), "anna")
                    .toCompletableFuture()
                    .join()
                    .orElseThrow();
            assertThat(row.version()).isEqualTo(2);
            assertThat(row.epoch()).isEqualTo(1);
            assertThat(row.headers()).contains("Basket");

            try (InProcessNode second = InProcessNode.startReady(2, folder, store, "")) {
                assertThat(add(second.node(), "eggs").items()).containsExactly("milk", "bread", "eggs");
                // The first node still believes that it owns the basket, and still has the old one in memory.
                assertThat(add(first.node(), "salt").items()).containsExactly("milk", "bread", "eggs", "salt");
            }
        }
    }

    /** Adds an item; asks again while there is no answer, since the shard may be changing hands. */
    private static Basket add(SubstrateNode node, String item) {
        ActorSystem<?> system = node.system();
        ActorRef<ShardingEnvelope<Command>> region = ClusterSharding.get(system)
                .init(Entity.of(KEY, context -> Behaviors.setup(c -> basket(context.getEntityId()))));
        Queue<Basket> answers = new ConcurrentLinkedQueue<>();
        ActorRef<Basket> inbox = system.systemActorOf(
                Behaviors.receive(Basket.class)
                        .onMessage(Basket.class, basket -> {
                            answers.add(basket);
                            return Behaviors.same();
                        })
                        .build(),
                "inbox-" + UUID.randomUUID(),
                Props.empty());
        region.tell(new ShardingEnvelope<>("anna", new Add(item, inbox)));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (answers.isEmpty()) {
                        region.tell(new ShardingEnvelope<>("anna", new Add(item, inbox)));
                    }
                    return !answers.isEmpty();
                });
        return answers.remove();
    }

    private static Behavior<Command> basket(String id) {
        return new BasketBehavior(id);
    }
}
