package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Current;
import dev.substrate.dht.internal.entity.RecordEntity.Damaged;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reads a record; version 0 if it was never written. */
final class ReadCall extends Call<RecordVersion> {

    private final boolean confirmed;
    private String hindrance = "its owner did not answer";

    ReadCall(RecordId id, boolean confirmed, Duration deadline) {
        super(id, deadline);
        this.confirmed = confirmed;
    }

    boolean confirmed() {
        return confirmed;
    }

    @Override
    Operation next() {
        return new Operation.Read(confirmed);
    }

    @Override
    Step<RecordVersion> onReply(Reply reply) {
        if (reply instanceof Current current) {
            return new Step.Done<>(current.record());
        }
        if (reply instanceof Damaged damaged) {
            return new Step.Failed<>(new RecordDamagedException(uri(), damaged.reason()));
        }
        hindrance = Hindrance.of(reply).orElse(hindrance);
        return new Step.SendSoon<>();
    }

    @Override
    void expire(CompletableFuture<RecordVersion> result) {
        result.completeExceptionally(new RecordUnavailableException("'" + id() + "' could not be read within "
                + deadline().toMillis() + " ms: " + hindrance + ". Try again."));
    }

    @Override
    void turnAway(CompletableFuture<RecordVersion> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + id() + "' was not read: as much as " + bound + " allows is under way. Try again in a moment."));
    }
}
