package dev.substrate.faults;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import dev.substrate.node.CborMessage;
import dev.substrate.store.JsonPersistent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A service author's own event-sourced entity, which knows nothing of fences. Each wish is kept once. */
final class Wishes extends EventSourcedBehavior<Wishes.Add, Wishes.Added, Wishes.All> {

    record Add(String wish, ActorRef<All> replyTo) implements CborMessage {}

    record Added(String wish) implements JsonPersistent {}

    record All(List<String> wishes) implements JsonPersistent {
        All {
            wishes = List.copyOf(wishes);
        }
    }

    private static final int ASKED_AT_MOST = 600;
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMillis(100);

    Wishes(PersistenceId id) {
        super(
                id,
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(50), Duration.ofMillis(500), 0.2)
                        .withLoggingEnabled(false));
    }

    @Override
    public All emptyState() {
        return new All(List.of());
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(3, 2).withDeleteEventsOnSnapshot();
    }

    @Override
    public CommandHandler<Add, Added, All> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onAnyCommand((all, add) -> all.wishes().contains(add.wish())
                        ? Effect().none().thenReply(add.replyTo(), same -> same)
                        : Effect().persist(new Added(add.wish())).thenReply(add.replyTo(), saved -> saved));
    }

    @Override
    public EventHandler<All, Added> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onAnyEvent((all, added) -> new All(Stream.concat(all.wishes().stream(), Stream.of(added.wish()))
                        .toList()));
    }

    /** Adds a wish; asks again while there is no answer, since the owner may be changing. */
    static All add(ActorSystem<?> system, String wish, Consumer<Add> entity) throws InterruptedException {
        BlockingQueue<All> answers = new LinkedBlockingQueue<>();
        ActorRef<All> inbox = system.systemActorOf(
                Behaviors.receive(All.class)
                        .onAnyMessage(all -> {
                            answers.add(all);
                            return Behaviors.same();
                        })
                        .build(),
                "inbox-" + UUID.randomUUID(),
                Props.empty());
        for (int i = 0; i < ASKED_AT_MOST; i++) {
            entity.accept(new Add(wish, inbox));
            All answer = answers.poll(ASKED_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            if (answer != null) {
                return answer;
            }
        }
        throw new AssertionError("No answer for '" + wish + "'");
    }
}
