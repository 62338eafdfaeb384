package dev.substrate.node.internal;

import akka.actor.ActorSystem;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers Akka Management's {@code /ready}. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {

    private final ActorSystem system;

    /** Made by Akka Management. */
    public ReadinessCheck(ActorSystem system) {
        this.system = system;
    }

    @Override
    public CompletionStage<Boolean> get() {
        return Readiness.get(system).check();
    }
}
