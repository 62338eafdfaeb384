package com.example.registers;

import akka.actor.typed.Behavior;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.akka.AkkaProgram;
import java.time.Duration;

/** A node of the application, as each process of the test runs it. */
abstract class RegisterNode extends AkkaProgram {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final boolean remember;

    private RegisterNode(boolean remember) {
        this.remember = remember;
    }

    @Override
    protected Behavior<?> guardian(NodeContext context) {
        return Registers.node(new FileStore(context.clusterFolder().resolve("registers")), remember);
    }

    /** Returns how many shards of registers this node has. */
    static int shardsHere(NodeContext context) {
        return Registers.on(system(context))
                .shardsHere(PATIENCE)
                .toCompletableFuture()
                .join();
    }

    /** As the application is. */
    static final class Remembering extends RegisterNode {

        Remembering() {
            super(true);
        }
    }

    /** Registers that read the store each time. */
    static final class Forgetful extends RegisterNode {

        Forgetful() {
            super(false);
        }
    }
}
