package dev.substrate.testkit.internal;

import dev.substrate.node.SubstrateNode;
import dev.substrate.testkit.NodeContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The node process as its tasks see it; a task that comes before the node has started waits for it. */
final class AgentContext implements NodeContext {

    private final int number;
    private final CompletableFuture<SubstrateNode> node = new CompletableFuture<>();
    private final Map<String, Object> shared = new ConcurrentHashMap<>();

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

    @Override
    @SuppressWarnings("unchecked") // a name always stands for an object of one class
    public <T> T shared(String name, Supplier<T> initial) {
        return (T) shared.computeIfAbsent(name, unknown -> initial.get());
    }

    void started(SubstrateNode started) {
        node.complete(started);
    }

    void notStarted(String reason) {
        node.completeExceptionally(new IllegalStateException(reason));
    }
}
