package dev.substrate.faults;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeTask;
import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Client;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counters as registers, read and written inside a node: what it believes to own it is asked for itself, whatever the
 * others know. A client over HTTP would turn to them.
 */
record CounterRegisters(NodeHandle node) implements Client {

    /** Short, since a node that is cut off gets no answer for what others own. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    @Override
    public @Nullable Object perform(String key, Action action) throws Exception {
        if (action instanceof RegisterModel.Write write && write.value() instanceof Long value) {
            return ask(context -> Counter.put(context, key, value)).value();
        }
        Counter.Seen seen = ask(context -> Counter.get(context, key));
        return seen.version() == 0 ? null : seen.value();
    }

    private Counter.Seen ask(NodeTask<Counter.Seen> task) throws Exception {
        return node.callAsync(task).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
