package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The door to the gateway: lets so many calls in, and turns further ones away. Safe for use by several threads. */
final class RecordCalls {

    private static final String BOUND = "substrate.record.calls-max";

    private final ActorRef<RecordGateway.Message> gateway;
    private final DirectReads reads;
    private final int callsMax;
    private final AtomicInteger underWay = new AtomicInteger();

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
        if (!(call instanceof ReadCall read && reads.read(read, this::toGateway))) {
            toGateway(call);
        }
        return call.result().whenComplete((result, failure) -> underWay.decrementAndGet());
    }

    private void toGateway(Call<?> call) {
        gateway.tell(new RecordGateway.Submit(call));
    }

    int underWay() {
        return underWay.get();
    }
}
