package dev.substrate.node.internal;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Cluster;
import akka.cluster.MemberStatus;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.Modules;
import dev.substrate.node.NodeInfo;
import dev.substrate.node.NodeModule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node can serve: it is an up member that may own shards, the store has just been written to and read from, and each module has
 * said so once (sharding has answered). Modules are not asked again: while another node's shards find new owners, this one
 * serves its own. A good answer holds for a second, so that health checks cost little however often they come.
 */
public final class Readiness implements Extension {

    private static final Id ID = new Id();
    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration RETRY = Duration.ofMillis(200);

    private record Answer(CompletableFuture<Boolean> ready, long askedAtNanos) {}

    private final ActorSystem<?> system;
    private final AtomicReference<@Nullable Answer> last = new AtomicReference<>();
    private volatile boolean modulesWereReady;
    private volatile boolean wasReady;

    private Readiness(ExtendedActorSystem classic) {
        system = Adapter.toTyped(classic);
    }

    /** Returns the readiness of the node that runs the system. */
    public static Readiness get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Asks now, or answers what was found within the last second; completes on any thread. */
    public CompletionStage<Boolean> check() {
        Answer known = last.get();
        if (known != null) {
            boolean underWay = !known.ready.isDone();
            if (underWay || (known.ready.getNow(false) && System.nanoTime() - known.askedAtNanos < GOOD_FOR_NANOS)) {
                return known.ready;
            }
        }
        Answer asked = new Answer(new CompletableFuture<>(), System.nanoTime());
        if (!last.compareAndSet(known, asked)) {
            return check();
        }
        ask().whenComplete((ready, failure) -> {
            wasReady = failure == null && ready;
            asked.ready.complete(wasReady);
        });
        return asked.ready;
    }

    /** Returns what was found last, and asks anew for the next time. */
    public boolean last() {
        var unused = check();
        return wasReady;
    }

    /** Completes once the node is ready. */
    public CompletableFuture<Void> whenReady() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        poll(ready);
        return ready;
    }

    private void poll(CompletableFuture<Void> ready) {
        check().whenComplete((now, failure) -> {
            if (failure == null && now) {
                ready.complete(null);
            } else if (!system.whenTerminated().isCompleted()) {
                system.scheduler().scheduleOnce(RETRY, () -> poll(ready), system.executionContext());
            }
        });
    }

    private CompletionStage<Boolean> ask() {
        FencedShards fences = FencedShards.get(system);
        if (!Cluster.get(system).selfMember().status().equals(MemberStatus.up()) || !fences.isAdmitted()) {
            return CompletableFuture.completedFuture(false);
        }
        NodeInfo self = NodeInfo.of(system);
        CompletionStage<Boolean> ready =
                fences.store().probe("node-" + self.number() + "-" + self.id()).thenApply(worked -> true);
        if (!modulesWereReady) {
            for (NodeModule module : Modules.of(system)) {
                ready = ready.thenCompose(so -> so ? module.ready(system) : CompletableFuture.completedFuture(false));
            }
            ready = ready.thenApply(so -> modulesWereReady = so);
        }
        return ready;
    }

    private static final class Id extends AbstractExtensionId<Readiness> {
        @Override
        public Readiness createExtension(ExtendedActorSystem system) {
            return new Readiness(system);
        }
    }
}
