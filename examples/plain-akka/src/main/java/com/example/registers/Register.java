package com.example.registers;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * A register as a sharded actor: it reads its value once, when it starts, and remembers it from then on.
 *
 * <p>That is how most people write it, since there is one such actor in the whole cluster. There is, until a node stands still
 * for a while: the others remove it, and start the actor elsewhere; and when the node goes on, it knows nothing of that yet,
 * and answers from its memory.
 */
public final class Register {

    /** What a register is asked. */
    public sealed interface Command extends Serializable {}

    /** Asks for the value. */
    public record Get(ActorRef<Value> replyTo) implements Command {}

    /** Sets the value. */
    public record Set(String value, ActorRef<Value> replyTo) implements Command {}

    /**
     * The value of a register.
     *
     * @param text the value, or empty if none was written
     */
    public record Value(String text) implements Serializable {}

    private final String name;
    private final RegisterStore store;
    private final boolean remembers;
    private Optional<String> remembered;

    private Register(String name, RegisterStore store, boolean remembers) throws IOException {
        this.name = name;
        this.store = store;
        this.remembers = remembers;
        this.remembered = store.read(name);
    }

    /**
     * Returns the behavior of a register.
     *
     * @param remembers whether it answers from its memory, and not from the store
     */
    public static Behavior<Command> behavior(String name, RegisterStore store, boolean remembers) {
        return Behaviors.setup(context -> {
            Register register = new Register(name, store, remembers);
            return Behaviors.receive(Command.class)
                    .onMessage(Get.class, register::get)
                    .onMessage(Set.class, register::set)
                    .build();
        });
    }

    private Behavior<Command> get(Get get) throws IOException {
        Optional<String> value = remembers ? remembered : store.read(name);
        get.replyTo().tell(new Value(value.orElse("")));
        return Behaviors.same();
    }

    private Behavior<Command> set(Set set) throws IOException {
        store.write(name, set.value());
        remembered = Optional.of(set.value());
        set.replyTo().tell(new Value(set.value()));
        return Behaviors.same();
    }
}
