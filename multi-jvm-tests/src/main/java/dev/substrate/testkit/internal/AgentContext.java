package dev.substrate.testkit.internal;

import dev.substrate.node.SubstrateNode;
import dev.substrate.testkit.NodeContext;
import java.util.concurrent.CompletableFuture;

/** The node process as its tasks see it; a task that comes before the node has started waits for it. */
final class AgentContext implements NodeContext {

    private final int number;
    private final CompletableFuture<SubstrateNode> node = new CompletableFuture<>();

    AgentContext(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public SubstrateNode node() {
        return node.join();
    }

    void started(SubstrateNode started) {
        node.complete(started);
    }

    void notStarted(String reason) {
        node.completeExceptionally(new IllegalStateException(reason));
    }
}
