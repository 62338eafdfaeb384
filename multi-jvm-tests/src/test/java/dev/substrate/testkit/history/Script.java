package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history written by hand. */
final class Script {

    static final String KEY = "k";

    private final List<Operation> operations = new ArrayList<>();

    Script ok(String client, long begun, long ended, Action action, @Nullable Object result) {
        return add(client, begun, ended, action, Ending.ok(result));
    }

    Script ok(String client, long begun, long ended, Action action) {
        return ok(client, begun, ended, action, null);
    }

    Script refused(String client, long begun, long ended, Action action) {
        return add(client, begun, ended, action, Ending.refused("no"));
    }

    Script unknown(String client, long begun, Action action) {
        return unknown(client, begun, action, "timeout");
    }

    Script unknown(String client, long begun, Action action, String why) {
        return add(client, begun, Operation.OPEN, action, Ending.unknown(why));
    }

    private Script add(String client, long begun, long ended, Action action, Ending ending) {
        operations.add(new Operation(client, KEY, action, ending, begun, ended));
        return this;
    }

    History history() {
        return new History(operations);
    }
}
