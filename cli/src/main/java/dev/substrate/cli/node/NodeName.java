package dev.substrate.cli.node;

import dev.substrate.cli.json.JsonDocument;

/** What to call a node to a person. */
public final class NodeName {

    private NodeName() {}

    /** Returns the number of the node that is described, or its id if it has none, or else a dash. */
    public static String of(JsonDocument described) {
        return described.number("number") > 0
                ? described.text("number")
                : described.text("node").isEmpty() ? "-" : described.text("node");
    }
}
