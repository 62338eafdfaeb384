package dev.substrate.docs;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.stream.javadsl.Source;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.CborMessage;
import dev.substrate.node.SubstrateNode;
import dev.substrate.store.ChangeOffsets;
import dev.substrate.store.JsonPersistent;
import dev.substrate.store.StateChange;
import dev.substrate.store.StateQueries;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the page on Java shows of a service's own entity. */
final class Cart extends EventSourcedBehavior<Cart.Command, Cart.Added, Cart.Items> {

    // region protocol
    sealed interface Command extends CborMessage {}

    record Add(String article, ActorRef<Items> replyTo) implements Command {}

    record Get(ActorRef<Items> replyTo) implements Command {}

    record Added(String article) implements JsonPersistent {}

    record Items(List<String> articles) implements JsonPersistent {}
    // endregion

    // region declare
    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "cart");

    static Behavior<Command> create(String id, FencedShards fences) {
        return Behaviors.setup(context -> new Cart(PersistenceId.of(KEY.name(), id), fences));
    }

    private Cart(PersistenceId id, FencedShards fences) {
        super(
                id,
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(100), Duration.ofSeconds(3), 0.3)
                        .withLoggingEnabled(false));
        this.fences = fences;
    }
    // endregion

    private final FencedShards fences;

    static ActorRef<ShardingEnvelope<Command>> start(SubstrateNode node) {
        // region start
        FencedShards fences = FencedShards.get(node.system());
        ActorRef<ShardingEnvelope<Command>> carts = ClusterSharding.get(node.system())
                .init(Entity.of(KEY, context -> create(context.getEntityId(), fences)));
        // endregion
        return carts;
    }

    @Override
    public Items emptyState() {
        return new Items(List.of());
    }

    // region handle
    @Override
    public CommandHandler<Command, Added, Items> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(
                        Add.class,
                        add -> Effect().persist(new Added(add.article())).thenReply(add.replyTo(), items -> items))
                .onCommand(Get.class, this::onGet)
                .build();
    }

    @Override
    public EventHandler<Items, Added> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onAnyEvent(
                        (items, added) -> new Items(Stream.concat(items.articles().stream(), Stream.of(added.article()))
                                .toList()));
    }
    // endregion

    // region confirm
    private Effect<Added, Items> onGet(Items items, Get get) {
        fences.confirm(fences.shardOf(persistenceId())).whenComplete((confirmed, lost) -> {
            if (lost == null) {
                get.replyTo().tell(items);
            } // else: no answer, so the caller asks again, and finds the new owner
        });
        return Effect().none();
    }
    // endregion

    // region retention
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(100, 2).withDeleteEventsOnSnapshot();
    }
    // endregion

    /** The state of a durable entity. */
    record Profile(String name) implements JsonPersistent {}

    static Source<String, NotUsed> query(SubstrateNode node) {
        // region rows
        StateQueries queries = StateQueries.get(node.system());
        Source<String, NotUsed> names = queries.rows("profile", "Profile", "de-")
                .map(row -> queries.state(row, Profile.class).orElseThrow().name());
        // endregion
        return names;
    }

    static Source<String, NotUsed> follow(SubstrateNode node, String stored) {
        // region changes
        ChangeOffsets last = ChangeOffsets.parse(stored);
        Source<StateChange, NotUsed> changes = StateQueries.get(node.system()).changes("profile", last);
        Source<String, NotUsed> toStore =
                changes.scan(last, ChangeOffsets::after).map(ChangeOffsets::toString);
        // endregion
        return toStore;
    }
}
