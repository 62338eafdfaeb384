package dev.substrate.dht.internal.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.sharding.typed.ShardingEnvelope;
import dev.substrate.node.CborMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the questions that other nodes ask of the records of this one, many in a message, and sends the replies back in the
 * same way. A question of a record that is not here goes on to its owner.
 */
public final class RecordDoor extends AbstractBehavior<RecordDoor.Message> {

    /** Under which the nodes find each other's doors. */
    public static final ServiceKey<Message> KEY = ServiceKey.create(Message.class, "substrate-record-door");

    /** What it is told. */
    public sealed interface Message {}

    /**
     * Questions of one gateway.
     *
     * @param replyTo gets the replies, in any order, and in as many parts as it takes
     */
    public record Questions(ActorRef<ReplyCollector.Replies> replyTo, List<Item> items)
            implements Message, CborMessage {}

    /**
     * One question.
     *
     * @param record the id of the record
     * @param call the number that the asker knows it by
     */
    public record Item(String record, long call, Operation operation) {}

    private record AskerGone(ActorRef<ReplyCollector.Replies> asker) implements Message {}

    private final ActorRef<ShardingEnvelope<RecordEntity.Command>> region;
    private final LiveRecords live;

    /** Who collects the replies to each gateway. */
    private final Map<ActorRef<ReplyCollector.Replies>, ActorRef<RecordEntity.Reply>> collectors = new HashMap<>();

    private RecordDoor(
            ActorContext<Message> context, ActorRef<ShardingEnvelope<RecordEntity.Command>> region, LiveRecords live) {
        super(context);
        this.region = region;
        this.live = live;
        context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
    }

    /** Returns the behaviour. */
    public static Behavior<Message> create(ActorRef<ShardingEnvelope<RecordEntity.Command>> region, LiveRecords live) {
        return Behaviors.setup(context -> new RecordDoor(context, region, live));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Questions.class, this::onQuestions)
                .onMessage(AskerGone.class, this::onAskerGone)
                .build();
    }

    private Behavior<Message> onQuestions(Questions questions) {
        ActorRef<RecordEntity.Reply> collector = collectors.computeIfAbsent(questions.replyTo(), this::collectorFor);
        questions.items().forEach(item -> answer(item, collector));
        return this;
    }

    private void answer(Item item, ActorRef<RecordEntity.Reply> collector) {
        Runnable askTheRecord = () -> region.tell(new ShardingEnvelope<>(
                item.record(), new RecordEntity.Question(item.call(), item.operation(), collector)));
        boolean answered = item.operation() instanceof Operation.Read read
                && live.read(
                        item.record(),
                        read.confirmed(),
                        version -> collector.tell(new RecordEntity.Current(item.call(), version)),
                        askTheRecord);
        if (!answered) {
            askTheRecord.run();
        }
    }

    private Behavior<Message> onAskerGone(AskerGone gone) {
        collectors.remove(gone.asker());
        return this;
    }

    /** It ends with the asker. */
    private ActorRef<RecordEntity.Reply> collectorFor(ActorRef<ReplyCollector.Replies> asker) {
        ActorRef<Object> collector = getContext().spawnAnonymous(ReplyCollector.create(asker));
        getContext().watchWith(collector, new AskerGone(asker));
        return collector.narrow();
    }
}
