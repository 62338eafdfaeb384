package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Damaged;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.Tidied;
import dev.substrate.dht.internal.entity.RecordEntity.Tidying;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Has a record tidied by its owner. A repetition finds nothing left to do. */
final class TidyCall extends Call<Tidying> {

    TidyCall(RecordId id, Duration deadline) {
        super(id, deadline);
    }

    @Override
    Operation next() {
        return new Operation.Tidy();
    }

    @Override
    Step<Tidying> onReply(Reply reply) {
        if (reply instanceof Tidied tidied) {
            return new Step.Done<>(tidied.done());
        }
        return reply instanceof Damaged damaged
                ? new Step.Failed<>(new RecordDamagedException(uri(), damaged.reason()))
                : new Step.SendSoon<>();
    }

    @Override
    void expire(CompletableFuture<Tidying> result) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + id() + "' could not be tidied within " + deadline().toMillis() + " ms"));
    }

    @Override
    void turnAway(CompletableFuture<Tidying> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + id() + "' was not tidied: as much as " + bound + " allows is under way"));
    }
}
