package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.Command;
import dev.substrate.dht.internal.entity.RecordEntity.Current;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RecordUri;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reads a record; version 0 if it was never written. */
final class ReadCall extends Call<Current> {

    private final boolean confirmed;

    ReadCall(RecordUri uri, boolean confirmed, Duration deadline) {
        super(uri, deadline);
        this.confirmed = confirmed;
    }

    @Override
    Command next(long number, ActorRef<Reply> replyTo) {
        return new RecordEntity.Read(number, confirmed, replyTo);
    }

    @Override
    Step<Current> onReply(Reply reply) {
        return reply instanceof Current current ? new Step.Done<>(current) : new Step.SendSoon<>();
    }

    @Override
    void expire(CompletableFuture<Current> result) {
        result.completeExceptionally(new RecordUnavailableException("'" + uri() + "' could not be read within "
                + deadline().toMillis() + " ms: its owner did not answer. Try again."));
    }

    @Override
    void turnAway(CompletableFuture<Current> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + uri() + "' was not read: as much as " + bound + " allows is under way. Try again in a moment."));
    }
}
