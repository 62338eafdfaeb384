package com.example.registers;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeTask;
import dev.substrate.testkit.akka.AkkaProgram;
import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Client;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads and writes registers through one node. */
final class RegisterClient implements Client {

    /** Longer than a node stands still, so that the node which goes on is asked at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Short, so that whoever asks a node that is cut off soon asks it for a register of its own. */
    private static final Duration ANSWER = Duration.ofMillis(500);

    private final NodeHandle node;
    private final String prefix;

    /** Makes a client of a node, for registers of its own: their names begin with the prefix. */
    RegisterClient(NodeHandle node, String prefix) {
        this.node = node;
        this.prefix = prefix;
    }

    @Override
    public @Nullable Object perform(String key, Action action) throws Exception {
        String register = prefix + key;
        if (action instanceof RegisterModel.Write write) {
            String value = String.valueOf(write.value());
            return ask(context -> Registers.on(AkkaProgram.system(context))
                    .set(register, value, ANSWER)
                    .toCompletableFuture()
                    .join());
        }
        String value = ask(context -> Registers.on(AkkaProgram.system(context))
                .get(register, ANSWER)
                .toCompletableFuture()
                .join());
        return value.isEmpty() ? null : Long.valueOf(value);
    }

    private String ask(NodeTask<String> task) throws Exception {
        return node.callAsync(task).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
