package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Asks an actor from outside of actors. Akka's own way to do so goes on in the common pool, a new thread for each question on two processors. */
final class OneAnswer {

    private OneAnswer() {}

    private record Late() {}

    /**
     * Asks.
     *
     * @param question sends the question, with where to send the answer
     * @return the answer, or empty if there was none in time; it completes on the system's own pool
     */
    static <R> CompletionStage<Optional<R>> of(
            ActorSystem<?> system, Class<R> answer, Duration atMost, Consumer<ActorRef<R>> question) {
        CompletableFuture<Optional<R>> outcome = new CompletableFuture<>();
        AtomicBoolean told = new AtomicBoolean();
        Executor pool = system.executionContext();
        system.systemActorOf(
                waiting(answer, atMost, question, result -> {
                    // The pool does not keep the order: what is said second must not get there.
                    if (told.compareAndSet(false, true)) {
                        pool.execute(() -> outcome.complete(result));
                    }
                }),
                "one-answer-" + UUID.randomUUID(),
                Props.empty());
        return outcome;
    }

    private static <R> Behavior<Object> waiting(
            Class<R> answer, Duration atMost, Consumer<ActorRef<R>> question, Consumer<Optional<R>> outcome) {
        return Behaviors.setup(context -> {
            context.setReceiveTimeout(atMost, new Late());
            question.accept(context.getSelf().narrow());
            return Behaviors.receive(Object.class)
                    .onMessage(answer, given -> {
                        outcome.accept(Optional.of(given));
                        return Behaviors.stopped();
                    })
                    .onMessage(Late.class, late -> {
                        outcome.accept(Optional.empty());
                        return Behaviors.stopped();
                    })
                    .onSignal(PostStop.class, stopped -> {
                        outcome.accept(Optional.empty());
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
