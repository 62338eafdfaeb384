package dev.substrate.store.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.state.javadsl.CommandHandler;
import akka.persistence.typed.state.javadsl.DurableStateBehavior;
import dev.substrate.store.JsonPersistent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A plain durable entity, which knows nothing of fences. */
final class Basket extends DurableStateBehavior<Basket.Command, Basket.Items> {

    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "basket");

    sealed interface Command {}

    record Add(String item, ActorRef<Items> replyTo) implements Command {}

    record Get(ActorRef<Items> replyTo) implements Command {}

    record Empty(ActorRef<Items> replyTo) implements Command {}

    record Items(List<String> items) implements JsonPersistent {
        Items {
            items = List.copyOf(items);
        }
    }

    Basket(PersistenceId id) {
        super(
                id,
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(20), Duration.ofMillis(200), 0.1)
                        .withLoggingEnabled(false));
    }

    static Basket sharded(String id) {
        return new Basket(PersistenceId.of(KEY.name(), id));
    }

    @Override
    public Items emptyState() {
        return new Items(List.of());
    }

    @Override
    public CommandHandler<Command, Items> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(
                        Add.class,
                        (basket, add) -> Effect()
                                .persist(new Items(Stream.concat(basket.items().stream(), Stream.of(add.item()))
                                        .toList()))
                                .thenReply(add.replyTo(), saved -> saved))
                .onCommand(Get.class, (basket, get) -> Effect().none().thenReply(get.replyTo(), same -> same))
                .onCommand(Empty.class, (basket, empty) -> Effect().delete().thenReply(empty.replyTo(), gone -> gone))
                .build();
    }
}
