package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The door to the gateway: lets so many calls in, and turns further ones away. Safe for use by several threads. */
final class RecordCalls {

    private static final String BOUND = "substrate.record.calls-max";

    private final ActorRef<RecordGateway.Message> gateway;
    private final DirectReads reads;
    private final int callsMax;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Those that have not ended: when the node's system stops, nobody else knows of all of them. */
    private final Set<Call<?>> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    RecordCalls(ActorRef<RecordGateway.Message> gateway, DirectReads reads, int callsMax) {
        this.gateway = gateway;
        this.reads = reads;
        this.callsMax = callsMax;
    }

    <R> CompletableFuture<R> submit(Call<R> call) {
        if (underWay.incrementAndGet() > callsMax) {
            underWay.decrementAndGet();
            call.turnAway(call.result(), BOUND);
            return call.result();
        }
        open.add(call);
        CompletableFuture<R> result = call.result().whenComplete((done, failure) -> {
            open.remove(call);
            underWay.decrementAndGet();
        });
        // Looked at after the call was added: either this sees that it is closed, or the closing sees the call.
        if (closed) {
            expire(call);
        } else if (!(call instanceof ReadCall read && reads.read(read, this::toGateway))) {
            toGateway(call);
        }
        return result;
    }

    /** Ends all calls, and those that come later: the node's system has stopped, and nothing is answered any more. */
    void close() {
        closed = true;
        open.forEach(RecordCalls::expire);
    }

    private static <R> void expire(Call<R> call) {
        call.expire(call.result());
    }

    private void toGateway(Call<?> call) {
        gateway.tell(new RecordGateway.Submit(call));
    }

    int underWay() {
        return underWay.get();
    }
}
