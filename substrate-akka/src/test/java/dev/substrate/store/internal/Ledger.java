package dev.substrate.store.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.substrate.store.JsonPersistent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** A plain event-sourced entity, which knows nothing of fences. */
final class Ledger extends EventSourcedBehavior<Ledger.Command, Ledger.Event, Ledger.Sum> {

    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "ledger");

    sealed interface Command {}

    /** Persists one event for each amount, all or none. */
    record Add(List<Long> amounts, ActorRef<Sum> replyTo) implements Command {}

    record Get(ActorRef<Sum> replyTo) implements Command {}

    /** Persists an event whose serialization waits. */
    record AddSlowly(long amount, CountDownLatch begun, CountDownLatch until, ActorRef<Sum> replyTo)
            implements Command {}

    /** Persists an event that nothing serializes. */
    record AddObscurely(ActorRef<Sum> replyTo) implements Command {}

    sealed interface Event {
        long amount();
    }

    record Added(long amount) implements Event, JsonPersistent {}

    static final class SlowlyAdded implements Event, JsonPersistent {
        private final long amount;
        private final CountDownLatch begun;
        private final CountDownLatch until;

        SlowlyAdded(long amount, CountDownLatch begun, CountDownLatch until) {
            this.amount = amount;
            this.begun = begun;
            this.until = until;
        }

        public long getAmount() {
            begun.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return amount;
        }

        @Override
        public long amount() {
            return amount;
        }
    }

    record ObscurelyAdded(long amount) implements Event {}

    record Sum(long events, long total) implements JsonPersistent {}

    private final boolean retention;
    private final Consumer<Throwable> failures;

    Ledger(PersistenceId id, boolean retention) {
        this(id, retention, failure -> {});
    }

    /** An entity that tells of recoveries that fail. */
    Ledger(PersistenceId id, boolean retention, Consumer<Throwable> failures) {
        super(
                id,
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(20), Duration.ofMillis(200), 0.1)
                        .withLoggingEnabled(false));
        this.retention = retention;
        this.failures = failures;
    }

    static Ledger sharded(String id) {
        return new Ledger(PersistenceId.of(KEY.name(), id), false);
    }

    static Ledger withRetention(String id) {
        return new Ledger(PersistenceId.of(KEY.name(), id), true);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return retention
                ? RetentionCriteria.snapshotEvery(5, 2).withDeleteEventsOnSnapshot()
                : RetentionCriteria.disabled();
    }

    @Override
    public Set<String> tagsFor(Event event) {
        return event.amount() < 0 ? Set.of("payment", "debit") : Set.of();
    }

    @Override
    public Sum emptyState() {
        return new Sum(0, 0);
    }

    @Override
    public CommandHandler<Command, Event, Sum> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Add.class, (state, add) -> onAdd(add))
                .onCommand(
                        AddSlowly.class,
                        add -> Effect()
                                .persist(new SlowlyAdded(add.amount(), add.begun(), add.until()))
                                .thenReply(add.replyTo(), sum -> sum))
                .onCommand(
                        AddObscurely.class,
                        add -> Effect().persist(new ObscurelyAdded(1)).thenReply(add.replyTo(), sum -> sum))
                .onCommand(Get.class, (state, get) -> Effect().none().thenReply(get.replyTo(), sum -> sum))
                .build();
    }

    private Effect<Event, Sum> onAdd(Add add) {
        return Effect()
                .persist(add.amounts().stream().<Event>map(Added::new).toList())
                .thenReply(add.replyTo(), sum -> sum);
    }

    @Override
    public EventHandler<Sum, Event> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onAnyEvent((sum, event) -> new Sum(sum.events() + 1, sum.total() + event.amount()));
    }

    @Override
    public SignalHandler<Sum> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryFailed.class, (sum, failed) -> failures.accept(failed.getFailure()))
                .build();
    }

    static Add add(long amount, ActorRef<Sum> replyTo) {
        return new Add(List.of(amount), replyTo);
    }

    static Add addMany(int events, ActorRef<Sum> replyTo) {
        return new Add(LongStream.rangeClosed(1, events).boxed().toList(), replyTo);
    }
}
