package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.Command;
import dev.substrate.dht.internal.entity.RecordEntity.Conflict;
import dev.substrate.dht.internal.entity.RecordEntity.FloorTooLow;
import dev.substrate.dht.internal.entity.RecordEntity.NotFound;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.RequestIdReused;
import dev.substrate.dht.internal.entity.RecordEntity.TryAgain;
import dev.substrate.dht.internal.entity.RecordEntity.Written;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.record.Json;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes a version of a record.
 *
 * <p>The owner recognises a repeated request while it remembers it. When it may have forgotten it, what the replies mean
 * depends on whether every attempt was answered: if so, none of them wrote, and a refusal is definite; if not, the outcome is
 * unknown.
 */
final class WriteCall extends Call<WriteOutcome<Json>> {

    private static final String FORGOTTEN =
            "an earlier attempt went unanswered, and so much was written since that the owner cannot tell";

    private WriteRequest request;
    private int unanswered;
    private boolean mayBeForgotten;

    WriteCall(RecordUri uri, WriteRequest request, Duration deadline) {
        super(uri, deadline);
        this.request = request;
    }

    @Override
    Command next(long number, ActorRef<Reply> replyTo) {
        unanswered++;
        return new RecordEntity.Write(number, request, replyTo);
    }

    @Override
    Step<WriteOutcome<Json>> onReply(Reply reply) {
        unanswered--;
        if (reply instanceof Written written) {
            String entity = request.entity();
            return new Step.Done<>(new WriteOutcome.Written<>(
                    uri(),
                    written.version(),
                    written.modified(),
                    written.created(),
                    written.repeated(),
                    entity == null ? null : new Json(entity)));
        }
        if (reply instanceof TryAgain) {
            return new Step.SendSoon<>();
        }
        if (reply instanceof FloorTooLow tooLow) {
            if (unanswered == 0) {
                request = request.withFloor(tooLow.version());
                mayBeForgotten = false;
                return new Step.SendNow<>();
            }
            return waitForTheOthers();
        }
        if (reply instanceof Conflict conflict) {
            return conflict.certain() || unanswered == 0 ? new Step.Done<>(conflict(conflict)) : waitForTheOthers();
        }
        if (reply instanceof NotFound) {
            return new Step.Done<>(new WriteOutcome.NotFound<>(uri()));
        }
        if (reply instanceof RequestIdReused) {
            return new Step.Done<>(new WriteOutcome.RequestIdReused<>(uri(), new RequestId(request.id())));
        }
        throw new IllegalStateException("This is no answer to a write: " + reply);
    }

    @Override
    Step<WriteOutcome<Json>> onSilence() {
        return mayBeForgotten ? new Step.Done<>(unknown(FORGOTTEN)) : new Step.SendNow<>();
    }

    @Override
    void expire(CompletableFuture<WriteOutcome<Json>> result) {
        result.complete(unknown("its owner did not answer within " + deadline().toMillis() + " ms"));
    }

    @Override
    void turnAway(CompletableFuture<WriteOutcome<Json>> result, String bound) {
        result.complete(new WriteOutcome.Busy<>(uri(), bound));
    }

    private Step<WriteOutcome<Json>> waitForTheOthers() {
        mayBeForgotten = true;
        return new Step.Wait<>();
    }

    private WriteOutcome<Json> unknown(String reason) {
        return new WriteOutcome.Unknown<>(uri(), new RequestId(request.id()), reason);
    }

    private WriteOutcome<Json> conflict(Conflict conflict) {
        String entity = conflict.entity();
        @Nullable
        Versioned<Json> current = entity == null
                ? null
                : new Versioned<>(uri(), new Json(entity), conflict.version(), conflict.created(), conflict.modified());
        return new WriteOutcome.Conflict<>(uri(), conflict.version(), current);
    }
}
