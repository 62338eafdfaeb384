package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.typed.GetClusterShardingStats;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.Parcels;
import dev.substrate.dht.internal.entity.RecordDoor;
import dev.substrate.dht.internal.entity.RecordDoor.Item;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.ReplyCollector;
import dev.substrate.fence.FencedShards;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends the operations of this node to the owners of their records, again if need be, and matches the replies. Operations
 * for the same node travel together.
 *
 * <p>One actor for all operations, instead of an ask for each: an operation costs two messages and no timer of its own, and
 * its stage does not fall into the common pool.
 */
final class RecordGateway extends AbstractBehavior<RecordGateway.Message> {

    sealed interface Message {}

    /** Asks to carry out a call. */
    record Submit(Call<?> call) implements Message {}

    private record Answer(Reply reply) implements Message {}

    private record Answers(ReplyCollector.Replies replies) implements Message {}

    private record DoorsOpen(Receptionist.Listing listing) implements Message {}

    private record ShardsAre(ClusterShardingStats stats) implements Message {}

    private enum Flush implements Message {
        FLUSH
    }

    private enum Look implements Message {
        LOOK
    }

    private record OwnersLost(String member) implements Message {}

    private enum Tick implements Message {
        TICK
    }

    private static final Duration TICK = Duration.ofMillis(50);

    /** How often to look where the shards are. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(3);

    /** How long an owner that lost its fence needs to make way; doubled each time that this was not enough. */
    private static final Duration SOON = Duration.ofMillis(100);

    /** For how long, and how quickly, to send again after owners were lost. */
    private static final Duration HURRY = Duration.ofSeconds(3);

    private static final Duration HURRIED = Duration.ofMillis(250);

    /** A call, and when to look at it again. */
    private static final class Pending<R> {
        final long number;
        final Call<R> call;
        final long expiresAtNanos;
        long sendAtNanos;
        boolean sentBefore;
        long soonNanos = SOON.toNanos();

        Pending(long number, Call<R> call) {
            this.number = number;
            this.call = call;
            this.expiresAtNanos = call.beganNanos() + call.deadline().toNanos();
        }
    }

    private final ActorRef<ShardingEnvelope<RecordEntity.Command>> region;
    private final FencedShards fences;
    private final ActorRef<Reply> replies;
    private final ActorRef<ReplyCollector.Replies> repliesOfDoors;
    private final ActorRef<ClusterShardingStats> shardsAre;
    private final Doors doors;
    private final ShardOwners owners;
    private final Map<ActorRef<RecordDoor.Message>, Parcels<Item>> outgoing = new LinkedHashMap<>();
    private final Executor callbacks;
    private final DirectReads directReads;
    private final long resendAfterNanos;
    private final Map<Long, Pending<?>> pending = new LinkedHashMap<>();
    private long lastNumber;
    private long hurryUntilNanos = System.nanoTime();

    static Behavior<Message> create(
            ActorRef<ShardingEnvelope<RecordEntity.Command>> region,
            Executor callbacks,
            DirectReads directReads,
            Duration resendAfter,
            ShardOwners owners) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, TICK);
            timers.startTimerWithFixedDelay(Look.LOOK, LOOK);
            return new RecordGateway(context, region, callbacks, directReads, resendAfter, owners);
        }));
    }

    private RecordGateway(
            ActorContext<Message> context,
            ActorRef<ShardingEnvelope<RecordEntity.Command>> region,
            Executor callbacks,
            DirectReads directReads,
            Duration resendAfter,
            ShardOwners owners) {
        super(context);
        this.owners = owners;
        this.region = region;
        this.callbacks = callbacks;
        this.directReads = directReads;
        this.resendAfterNanos = resendAfter.toNanos();
        this.fences = FencedShards.get(context.getSystem());
        this.replies = context.messageAdapter(Reply.class, Answer::new);
        this.repliesOfDoors = context.messageAdapter(ReplyCollector.Replies.class, Answers::new);
        this.shardsAre = context.messageAdapter(ClusterShardingStats.class, ShardsAre::new);
        this.doors = new Doors(Cluster.get(context.getSystem()).selfMember().address());
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        RecordDoor.KEY, context.messageAdapter(Receptionist.Listing.class, DoorsOpen::new)));
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(
                                MemberRemoved.class,
                                removed -> new OwnersLost(
                                        removed.member().address().toString())),
                        MemberRemoved.class));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Answer.class, this::onAnswer)
                .onMessage(Answers.class, this::onAnswers)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(DoorsOpen.class, this::onDoorsOpen)
                .onMessage(Look.class, look -> onLook())
                .onMessage(ShardsAre.class, this::onShardsAre)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(OwnersLost.class, this::onOwnersLost)
                .build();
    }

    private Behavior<Message> onSubmit(Submit submit) {
        long now = System.nanoTime();
        Pending<?> call = new Pending<>(++lastNumber, submit.call());
        pending.put(call.number, call);
        send(call, now);
        return this;
    }

    private Behavior<Message> onAnswer(Answer answer) {
        onReply(answer.reply());
        return this;
    }

    private Behavior<Message> onAnswers(Answers answers) {
        answers.replies().replies().forEach(this::onReply);
        return this;
    }

    private void onReply(Reply reply) {
        Pending<?> call = pending.get(reply.call());
        if (call != null) {
            onReply(call, reply);
        }
    }

    private Behavior<Message> onFlush() {
        outgoing.forEach((door, parcels) ->
                parcels.drain().forEach(items -> door.tell(new RecordDoor.Questions(repliesOfDoors, items))));
        outgoing.clear();
        return this;
    }

    private Behavior<Message> onDoorsOpen(DoorsOpen open) {
        doors.open(open.listing().getServiceInstances(RecordDoor.KEY));
        return onLook();
    }

    private Behavior<Message> onLook() {
        if (doors.areOpen()) {
            ClusterSharding.get(getContext().getSystem())
                    .shardState()
                    .tell(new GetClusterShardingStats(RecordEntity.KEY, LOOK_TIMEOUT, shardsAre));
        }
        return this;
    }

    private Behavior<Message> onShardsAre(ShardsAre are) {
        doors.learn(are.stats());
        owners.learn(doors.owners());
        return this;
    }

    private <R> void onReply(Pending<R> call, Reply reply) {
        proceed(call, call.call.onReply(reply), System.nanoTime());
    }

    private Behavior<Message> onTick() {
        long now = System.nanoTime();
        directReads.handOver(resendAfterNanos, read -> onSubmit(new Submit(read)));
        for (Pending<?> call : List.copyOf(pending.values())) {
            if (now - call.expiresAtNanos >= 0) {
                expire(call);
            } else if (now - call.sendAtNanos >= 0) {
                onSilence(call, now);
            }
        }
        return this;
    }

    /**
     * What was sent to the lost node will not be answered, and its shards get new owners in a moment: until they have, calls
     * are sent again at short intervals.
     */
    private Behavior<Message> onOwnersLost(OwnersLost lost) {
        long now = System.nanoTime();
        getContext().getLog().debug("{} is gone: {} calls are sent again", lost.member(), pending.size());
        hurryUntilNanos = now + HURRY.toNanos();
        doors.forget(lost.member());
        owners.learn(doors.owners());
        for (Pending<?> call : pending.values()) {
            call.sendAtNanos = now;
        }
        return this;
    }

    private <R> void onSilence(Pending<R> call, long now) {
        proceed(call, call.call.onSilence(), now);
    }

    private <R> void proceed(Pending<R> call, Call.Step<R> step, long now) {
        if (step instanceof Call.Step.Done<R> done) {
            pending.remove(call.number);
            callbacks.execute(() -> call.call.result().complete(done.result()));
        } else if (step instanceof Call.Step.Failed<R> failed) {
            pending.remove(call.number);
            callbacks.execute(() -> call.call.result().completeExceptionally(failed.failure()));
        } else if (step instanceof Call.Step.SendNow<R>) {
            send(call, now);
        } else if (step instanceof Call.Step.SendSoon<R>) {
            long soonMax = resendAfterNanos(now);
            call.sendAtNanos = now + Math.min(call.soonNanos, soonMax);
            call.soonNanos = Math.min(2 * call.soonNanos, soonMax);
        }
    }

    private void send(Pending<?> call, long now) {
        call.sendAtNanos = now + resendAfterNanos(now);
        String id = call.call.id().toString();
        Operation operation = call.call.next();
        // Only at first: what was not answered goes the way that finds the owner by itself.
        Optional<ActorRef<RecordDoor.Message>> door = call.sentBefore ? Optional.empty() : doorTo(id);
        call.sentBefore = true;
        if (door.isPresent()) {
            if (outgoing.isEmpty()) {
                // By its turn all that came meanwhile is packed as well.
                getContext().getSelf().tell(Flush.FLUSH);
            }
            outgoing.computeIfAbsent(door.get(), to -> new Parcels<>(RecordGateway::chars))
                    .add(new Item(id, call.number, operation));
        } else {
            region.tell(new ShardingEnvelope<>(id, new RecordEntity.Question(call.number, operation, replies)));
        }
    }

    private Optional<ActorRef<RecordDoor.Message>> doorTo(String id) {
        return doors.to(
                Integer.toString(fences.shardOf(RecordEntity.KEY.name(), id).shard()));
    }

    private static int chars(Item item) {
        if (item.operation() instanceof Operation.Restore restore) {
            return length(restore.version().entity()) + length(restore.version().deleted());
        }
        return item.operation() instanceof Operation.Write write
                        && write.request().content() != null
                ? write.request().content().entity().length()
                : 0;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private long resendAfterNanos(long now) {
        return now - hurryUntilNanos < 0 ? Math.min(HURRIED.toNanos(), resendAfterNanos) : resendAfterNanos;
    }

    private <R> void expire(Pending<R> call) {
        pending.remove(call.number);
        callbacks.execute(() -> call.call.expire(call.call.result()));
    }
}
