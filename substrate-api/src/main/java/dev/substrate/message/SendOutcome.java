package dev.substrate.message;

import dev.substrate.id.NodeId;

/** How sending a message without a question ended. */
public sealed interface SendOutcome {

    /** The service on a node has it, in memory: if the node ends now, it may not be handled. */
    record Delivered(NodeId node) implements SendOutcome {}

    /** No service took it: it will not be handled. */
    record NobodyThere(String reason) implements SendOutcome {}

    /** No acknowledgement came in time: it may be handled or not. */
    record Unknown(String reason) implements SendOutcome {}
}
