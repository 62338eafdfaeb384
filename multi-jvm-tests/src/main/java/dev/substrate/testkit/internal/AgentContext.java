package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeAddress;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeProgram;
import dev.substrate.testkit.TimeFactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The node process as its program and its tasks see it; a task that comes before the program has started waits for it. */
final class AgentContext implements NodeContext {

    private final NodePlan plan;
    private final BarrierEnds barriers;
    private final CompletableFuture<Object> running = new CompletableFuture<>();
    private final CompletableFuture<Callable<Boolean>> readiness = new CompletableFuture<>();
    private final CompletableFuture<Callable<Set<Integer>>> members = new CompletableFuture<>();
    private final Map<String, Object> shared = new ConcurrentHashMap<>();

    AgentContext(NodePlan plan, BarrierEnds barriers) {
        this.plan = plan;
        this.barriers = barriers;
    }

    @Override
    public int number() {
        return plan.number();
    }

    @Override
    public int nodes() {
        return plan.addresses().size();
    }

    @Override
    public int startedNodes() {
        return plan.startedNodes();
    }

    @Override
    public int incarnation() {
        return plan.incarnation();
    }

    @Override
    public NodeAddress binding() {
        return plan.binding();
    }

    @Override
    public NodeAddress address(int number) {
        return plan.addresses().get(number - 1);
    }

    @Override
    public String outboundHost() {
        return plan.outboundHost();
    }

    @Override
    public Path folder() {
        return plan.folder();
    }

    @Override
    public Path clusterFolder() {
        return plan.clusterFolder();
    }

    @Override
    public String config() {
        return plan.config();
    }

    @Override
    public boolean canStartCluster() {
        return plan.canStartCluster();
    }

    @Override
    public <T> T running(Class<T> type) {
        return type.cast(running.join());
    }

    @Override
    @SuppressWarnings("unchecked") // a name always stands for an object of one class
    public <T> T shared(String name, Supplier<T> initial) {
        return (T) shared.computeIfAbsent(name, unknown -> initial.get());
    }

    @Override
    public void barrier(String name, Duration atMost) {
        barrier(name, IntStream.rangeClosed(1, nodes()).boxed().collect(Collectors.toSet()), atMost);
    }

    @Override
    public void barrier(String name, Set<Integer> nodes, Duration atMost) {
        barriers.enter(name, nodes, TimeFactor.dilate(atMost));
    }

    /** Starts the program that this process is for. */
    <T> void start(NodeProgram<T> program) throws Exception {
        T started = program.start(this);
        readiness.complete(() -> program.isReady(this, started));
        members.complete(() -> program.members(this, started));
        running.complete(started);
    }

    /** Returns whether the program does its work by now. */
    boolean isReady() throws Exception {
        return readiness.isDone() && readiness.join().call();
    }

    /** Returns whom the program takes for reachable members; nobody before it has started. */
    Set<Integer> members() throws Exception {
        return members.isDone() ? members.join().call() : Set.of();
    }

    void notStarted(String reason) {
        running.completeExceptionally(new IllegalStateException(reason));
    }
}
