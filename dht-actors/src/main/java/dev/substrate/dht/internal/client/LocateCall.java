package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Owner;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Finds the node that owns a record. */
final class LocateCall extends Call<Owner> {

    LocateCall(RecordId id, Duration deadline) {
        super(id, deadline);
    }

    @Override
    Operation next() {
        return new Operation.Locate();
    }

    @Override
    Step<Owner> onReply(Reply reply) {
        return reply instanceof Owner owner ? new Step.Done<>(owner) : new Step.SendSoon<>();
    }

    @Override
    void expire(CompletableFuture<Owner> result) {
        result.completeExceptionally(new RecordUnavailableException("The owner of '" + uri()
                + "' did not answer within " + deadline().toMillis() + " ms. Try again."));
    }

    @Override
    void turnAway(CompletableFuture<Owner> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException("The owner of '" + uri()
                + "' was not asked: as much as " + bound + " allows is under way. Try again in a moment."));
    }
}
