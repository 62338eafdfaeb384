package dev.substrate.dht.internal.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityContext;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.state.RecoveryCompleted;
import akka.persistence.typed.state.RecoveryFailed;
import akka.persistence.typed.state.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.state.javadsl.DurableStateBehaviorWithEnforcedReplies;
import akka.persistence.typed.state.javadsl.ReplyEffect;
import akka.persistence.typed.state.javadsl.SignalHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.substrate.dht.Tombstone;
import dev.substrate.dht.internal.rule.DamagedRecord;
import dev.substrate.dht.internal.rule.Decision;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.StoredRecord;
import dev.substrate.fence.FenceLostException;
import dev.substrate.node.CborMessage;
import dev.substrate.record.RecordId;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one record: a thin shell around {@link RecordState}. It replies after the store has acknowledged, and
 * answers that rest on its memory only after its fence is confirmed.
 */
public final class RecordEntity extends DurableStateBehaviorWithEnforcedReplies<RecordEntity.Command, StoredRecord> {

    /** The sharding entity type of all records; the entity id is the record's URI. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "record");

    /** What a record may be told. */
    public sealed interface Command extends CborMessage {}

    /** A question. The reply repeats the number of the call. */
    public record Question(long call, Operation operation, ActorRef<Reply> replyTo) implements Command {}

    private enum Idle implements Command {
        IDLE
    }

    /** The tombstone of a version is in the archive, or could not be put there. */
    private record Archived(
            long version, Question tidy, @Nullable Throwable failure) implements Command {}

    /** What a record answers. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Current.class, name = "r"),
        @JsonSubTypes.Type(value = Written.class, name = "w"),
        @JsonSubTypes.Type(value = Conflict.class, name = "c"),
        @JsonSubTypes.Type(value = NotFound.class, name = "n"),
        @JsonSubTypes.Type(value = FloorTooLow.class, name = "f"),
        @JsonSubTypes.Type(value = TooOld.class, name = "o"),
        @JsonSubTypes.Type(value = RequestIdReused.class, name = "i"),
        @JsonSubTypes.Type(value = Damaged.class, name = "d"),
        @JsonSubTypes.Type(value = Busy.class, name = "b"),
        @JsonSubTypes.Type(value = TryAgain.class, name = "a"),
        @JsonSubTypes.Type(value = Tidied.class, name = "t"),
        @JsonSubTypes.Type(value = Owner.class, name = "l")
    })
    public sealed interface Reply extends CborMessage {
        /** Returns the number of the call that is answered. */
        long call();
    }

    /** The record as it is. */
    public record Current(long call, RecordVersion record) implements Reply {}

    /**
     * The write is durable.
     *
     * @param writer the node that wrote it now, if that was wanted
     */
    public record Written(
            long call,
            long version,
            Instant modified,
            boolean created,
            boolean repeated,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String writer)
            implements Reply {

        /** Says so without the writer. */
        public Written(long call, long version, Instant modified, boolean created, boolean repeated) {
            this(call, version, modified, created, repeated, null);
        }
    }

    /** Nothing was written now; the record, as it is, does not fulfil the condition. */
    public record Conflict(long call, boolean certain, RecordVersion record) implements Reply {}

    /** Nothing was written: there is nothing to delete. */
    public record NotFound(long call) implements Reply {}

    /** Nothing was written now: the floor lies below what is remembered. */
    public record FloorTooLow(long call, long version) implements Reply {}

    /** Nothing was written now: the request was made before the time since when all requests are remembered. */
    public record TooOld(long call, Instant forgottenUntil) implements Reply {}

    /** Nothing was written: the id belongs to another request. */
    public record RequestIdReused(long call) implements Reply {}

    /** Nothing was done: what the store holds for the record cannot be read. */
    public record Damaged(long call, String reason) implements Reply {}

    /** Nothing was done: as much as the bound allows is waiting already. */
    public record Busy(long call, String bound) implements Reply {}

    /** Nothing was done: this node does not own the record any more, or the store, for the reason given, cannot say. */
    public record TryAgain(long call, @Nullable String reason) implements Reply {}

    /** What there was to tidy. */
    public record Tidied(long call, Tidying done) implements Reply {}

    /** What was done about a record that was to be tidied. */
    public enum Tidying {
        /** It was deleted, since its time had come. */
        EXPIRED,
        /** Its tombstone was purged. */
        PURGED,
        /** There is nothing to do, or not yet. */
        NOTHING,
        /** Its tombstone could not be put into the archive, and stays. */
        NOT_ARCHIVED
    }

    /** The owner. */
    public record Owner(long call, String node, int number, String address, int shard, long epoch) implements Reply {}

    private static final Duration RESTART_BACKOFF_MIN = Duration.ofMillis(100);
    private static final Duration RESTART_BACKOFF_MAX = Duration.ofSeconds(3);
    private static final double RESTART_BACKOFF_RANDOM = 0.3;

    /** What may be stashed beyond the questions that the gate lets in. */
    private static final int STASH_SPARE = 8;

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final RecordHost host;
    private final ShardFence fence;
    private final EntryGate gate;
    private final String uri;
    private final RecordId id;

    /** Returns the behaviour of the record that sharding has named by its URI. */
    public static Behavior<Command> create(EntityContext<Command> entity, RecordHost host) {
        String uri = entity.getEntityId();
        return Behaviors.withMdc(
                Command.class,
                Map.of("node", Integer.toString(host.info().number()), "key", uri),
                Behaviors.setup(context -> {
                    EntryGate gate = new EntryGate(host.settings().waitingMax());
                    return Behaviors.intercept(
                            () -> gate, new RecordEntity(context, entity.getShard(), uri, host, gate));
                }));
    }

    private RecordEntity(
            ActorContext<Command> context,
            ActorRef<ClusterSharding.ShardCommand> shard,
            String uri,
            RecordHost host,
            EntryGate gate) {
        super(
                PersistenceId.ofUniqueId(KEY.name() + "|" + uri),
                // The store logs that it fails, and the fence that it was lost: once, not for each record.
                SupervisorStrategy.restartWithBackoff(RESTART_BACKOFF_MIN, RESTART_BACKOFF_MAX, RESTART_BACKOFF_RANDOM)
                        .withLoggingEnabled(false)
                        .withStashCapacity(host.settings().waitingMax() + STASH_SPARE));
        this.context = context;
        this.shard = shard;
        this.host = host;
        this.fence = host.fenceOf(KEY.name(), uri);
        this.gate = gate;
        this.uri = uri;
        this.id = RecordId.parse(uri);
    }

    @Override
    public RecordState emptyState() {
        return RecordState.NEVER_WRITTEN;
    }

    @Override
    public CommandHandlerWithReply<Command, StoredRecord> commandHandler() {
        var handlers = newCommandHandlerWithReplyBuilder();
        handlers.forStateType(RecordState.class)
                .onCommand(Question.class, inTurn(this::onQuestion))
                .onCommand(Archived.class, this::onArchived);
        handlers.forStateType(DamagedRecord.class)
                .onCommand(Question.class, inTurn(this::refuse))
                .onCommand(Archived.class, (damaged, archived) -> Effect().noReply());
        handlers.forAnyState().onCommand(Idle.class, idle -> onIdle());
        return handlers.build();
    }

    @Override
    public SignalHandler<StoredRecord> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(RecoveryFailed.class, (state, failed) -> onNotRecovered(failed.getFailure()))
                .build();
    }

    @Override
    public Optional<Integer> stashCapacity() {
        return Optional.of(host.settings().waitingMax() + STASH_SPARE);
    }

    private <S extends StoredRecord> BiFunction<S, Question, ReplyEffect<StoredRecord>> inTurn(
            BiFunction<S, Question, ReplyEffect<StoredRecord>> handler) {
        return (state, question) -> {
            gate.leave();
            return handler.apply(state, question);
        };
    }

    private void onRecovered(StoredRecord stored) {
        if (stored instanceof DamagedRecord damaged) {
            host.troubles().damaged(uri, damaged.reason());
            // Not a receive timeout, which whoever keeps asking would put off: the row may be repaired by now.
            context.scheduleOnce(host.settings().damageRemembered(), context.getSelf(), Idle.IDLE);
        } else {
            host.troubles().sound(uri);
            watchMemory((RecordState) stored);
        }
    }

    private void onNotRecovered(Throwable failure) {
        // Of these, the store and the fence log the first themselves; a line for each record would bury it.
        if (!(failure instanceof StoreException) && !(failure instanceof FenceLostException)) {
            host.troubles().failed(uri, failure);
        }
    }

    private ReplyEffect<StoredRecord> onQuestion(RecordState state, Question question) {
        Operation operation = question.operation();
        if (operation instanceof Operation.Tidy) {
            return onTidy(state, question);
        }
        if (operation instanceof Operation.Locate) {
            return onLocate(question);
        }
        if (state.expired(host.now())) {
            return onExpired(state, question);
        }
        return operation instanceof Operation.Write write
                ? onWrite(state, question, write)
                : onRead(state, question, ((Operation.Read) operation).confirmed());
    }

    /**
     * Deletes a record whose time has come before anything else is said of it: an owner with another clock must not find it
     * again.
     */
    private ReplyEffect<StoredRecord> onExpired(RecordState state, Question question) {
        return whenTheStoreTakesWrites(
                question,
                () -> Effect()
                        .persist(state.expire(owner(state)))
                        .thenRun(written -> {
                            host.written(fence);
                            context.getSelf().tell(question);
                        })
                        .thenNoReply());
    }

    private ReplyEffect<StoredRecord> onRead(RecordState state, Question read, boolean confirmed) {
        Current current = new Current(read.call(), RecordVersion.of(state));
        return confirmed ? afterConfirmation(read, current) : Effect().reply(read.replyTo(), current);
    }

    private ReplyEffect<StoredRecord> onWrite(RecordState state, Question write, Operation.Write wish) {
        Decision decision = state.decide(wish.request(), owner(state));
        long call = write.call();
        if (decision instanceof Decision.Write accepted) {
            RecordState next = accepted.next();
            return whenTheStoreTakesWrites(
                    write,
                    () -> Effect()
                            .persist(next)
                            .thenRun(written -> {
                                host.written(fence);
                                watchMemory(next);
                            })
                            .thenReply(write.replyTo(), written -> {
                                PastRequest request = next.newestRequest();
                                return acknowledgement(
                                        call, request, false, wish.writerWanted() ? next.writer() : null);
                            }));
        }
        if (decision instanceof Decision.Repeat repeat) {
            // What this state remembers is durable, whoever owns the record now.
            return Effect().reply(write.replyTo(), acknowledgement(call, repeat.first(), true, null));
        }
        if (decision instanceof Decision.Conflict conflict) {
            return afterConfirmation(write, new Conflict(call, conflict.certain(), RecordVersion.of(state)));
        }
        if (decision instanceof Decision.TooOld tooOld) {
            return Effect().reply(write.replyTo(), new TooOld(call, tooOld.forgottenUntil()));
        }
        if (decision instanceof Decision.FloorTooLow tooLow) {
            return Effect().reply(write.replyTo(), new FloorTooLow(call, tooLow.version()));
        }
        return decision == Decision.NotFound.NOT_FOUND
                ? afterConfirmation(write, new NotFound(call))
                : Effect().reply(write.replyTo(), new RequestIdReused(call));
    }

    private ReplyEffect<StoredRecord> onTidy(RecordState state, Question tidy) {
        if (state.expired(host.now())) {
            return whenTheStoreTakesWrites(
                    tidy,
                    () -> Effect()
                            .persist(state.expire(owner(state)))
                            .thenRun(written -> host.written(fence))
                            .thenReply(tidy.replyTo(), written -> new Tidied(tidy.call(), Tidying.EXPIRED)));
        }
        if (!state.purgeable(host.now(), host.tombstoneGrace(id))) {
            return Effect().reply(tidy.replyTo(), new Tidied(tidy.call(), Tidying.NOTHING));
        }
        context.pipeToSelf(
                host.archive(new Tombstone(RecordVersion.of(state).headers(id).orElseThrow(), state.deleted())),
                (done, failure) -> new Archived(state.version(), tidy, failure));
        return Effect().noReply();
    }

    /** The tombstone may have been written over meanwhile. */
    private ReplyEffect<StoredRecord> onArchived(RecordState state, Archived archived) {
        Question tidy = archived.tidy();
        if (archived.failure() != null) {
            host.troubles().notArchived(uri, archived.failure());
            return Effect().reply(tidy.replyTo(), new Tidied(tidy.call(), Tidying.NOT_ARCHIVED));
        }
        if (state.version() != archived.version()) {
            return Effect().reply(tidy.replyTo(), new Tidied(tidy.call(), Tidying.NOTHING));
        }
        // It ends, because what was purged is no version that a write could follow on. Who asks meanwhile asks again.
        return whenTheStoreTakesWrites(
                tidy,
                () -> Effect()
                        .delete()
                        .thenStop()
                        .thenReply(tidy.replyTo(), purged -> new Tidied(tidy.call(), Tidying.PURGED)));
    }

    private RecordState.Owner owner(RecordState state) {
        return new RecordState.Owner(
                host.now(),
                host.info().id().hex(),
                host.retention(),
                state.version() == 0 ? lastSequenceNumber(context) : 0);
    }

    /** Refused by the store, a write would go without an answer: the entity would recover instead. */
    private ReplyEffect<StoredRecord> whenTheStoreTakesWrites(
            Question question, Supplier<ReplyEffect<StoredRecord>> write) {
        Optional<String> busy = host.storeBusy();
        return busy.isPresent()
                ? Effect().reply(question.replyTo(), new Busy(question.call(), busy.get()))
                : write.get();
    }

    private ReplyEffect<StoredRecord> refuse(DamagedRecord damaged, Question question) {
        return question.operation() instanceof Operation.Locate
                ? onLocate(question)
                : Effect().reply(question.replyTo(), new Damaged(question.call(), damaged.reason()));
    }

    private ReplyEffect<StoredRecord> onLocate(Question locate) {
        return Effect()
                .reply(
                        locate.replyTo(),
                        new Owner(
                                locate.call(),
                                host.info().id().hex(),
                                host.info().number(),
                                host.address(),
                                fence.shard().shard(),
                                fence.epoch()));
    }

    private ReplyEffect<StoredRecord> onIdle() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        return Effect().noReply();
    }

    /** Sharding counts entities, not bytes: large ones leave the memory by themselves when nobody asks for them. */
    private void watchMemory(RecordState state) {
        String entity = state.entity();
        if (entity != null && entity.length() > host.settings().largeEntityChars()) {
            context.setReceiveTimeout(host.settings().largeEntityIdle(), Idle.IDLE);
        } else {
            context.cancelReceiveTimeout();
        }
    }

    /** Answers from memory once the fence is confirmed; meanwhile the entity goes on with the next command. */
    private ReplyEffect<StoredRecord> afterConfirmation(Question question, Reply reply) {
        fence.whenConfirmed(
                () -> question.replyTo().tell(reply),
                reason -> question.replyTo().tell(new TryAgain(question.call(), reason)));
        return Effect().noReply();
    }

    private static Written acknowledgement(long call, PastRequest request, boolean repeated, @Nullable String writer) {
        return new Written(call, request.version(), request.modified(), request.created(), repeated, writer);
    }
}
