package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Busy;
import dev.substrate.dht.internal.entity.RecordEntity.Conflict;
import dev.substrate.dht.internal.entity.RecordEntity.Damaged;
import dev.substrate.dht.internal.entity.RecordEntity.FloorTooLow;
import dev.substrate.dht.internal.entity.RecordEntity.NotFound;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.RequestIdReused;
import dev.substrate.dht.internal.entity.RecordEntity.TooOld;
import dev.substrate.dht.internal.entity.RecordEntity.TryAgain;
import dev.substrate.dht.internal.entity.RecordEntity.Written;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes a version of a record.
 *
 * <p>The owner recognises a repeated request while it remembers it, so a success is definite. A refusal is definite only if no
 * attempt is on its way any more: every one was answered, or expects a version that has passed. Otherwise the outcome is unknown.
 */
final class WriteCall extends Call<WriteOutcome<Json>> {

    private static final String UNANSWERED =
            "an earlier attempt went unanswered, and the owner cannot tell whether it was, or will yet be, written";

    private final boolean writerWanted;
    private final boolean floorIsFixed;
    private WriteRequest request;
    private @Nullable String writer;
    private int unanswered;
    private boolean undecided;
    private @Nullable String busyBound;
    private @Nullable String hindrance;

    WriteCall(RecordId id, WriteRequest request, Duration deadline) {
        this(id, request, false, deadline, false);
    }

    /**
     * Makes a call.
     *
     * @param floorIsFixed whether there may be attempts that this call knows nothing of, so that it must not raise the floor
     * @param writerWanted whether to find out which node wrote it
     */
    WriteCall(RecordId id, WriteRequest request, boolean floorIsFixed, Duration deadline, boolean writerWanted) {
        super(id, deadline);
        this.floorIsFixed = floorIsFixed;
        this.request = request;
        this.writerWanted = writerWanted;
    }

    /** Returns the node that wrote it, once it is written, if that was wanted and this was no repetition. */
    @Nullable
    String writer() {
        return writer;
    }

    @Override
    Operation next() {
        unanswered++;
        return new Operation.Write(request, writerWanted);
    }

    @Override
    Step<WriteOutcome<Json>> onReply(Reply reply) {
        unanswered--;
        if (unanswered == 0) {
            // None is left that could have decided otherwise.
            undecided = false;
        }
        if (reply instanceof Written written) {
            writer = written.writer();
            @Nullable Content content = request.content();
            return new Step.Done<>(new WriteOutcome.Written<>(
                    uri(),
                    written.version(),
                    written.modified(),
                    written.created(),
                    written.repeated(),
                    content == null ? null : new Json(content.entity())));
        }
        busyBound = reply instanceof Busy busy ? busy.bound() : null;
        hindrance = Hindrance.of(reply).orElse(null);
        if (reply instanceof TryAgain || reply instanceof Busy) {
            return undecided ? new Step.Wait<>() : new Step.SendSoon<>();
        }
        if (unanswered > 0 && !canNeverBeWritten(reply)) {
            // An attempt that is still on its way may yet find what this one did not.
            undecided = true;
            return new Step.Wait<>();
        }
        if (reply instanceof FloorTooLow tooLow) {
            if (floorIsFixed) {
                return new Step.Failed<>(new FloorTooLowException(tooLow.version()));
            }
            request = request.withFloor(tooLow.version());
            return new Step.SendNow<>();
        }
        if (reply instanceof Damaged damaged) {
            return new Step.Done<>(new WriteOutcome.Damaged<>(uri(), damaged.reason()));
        }
        if (reply instanceof Conflict conflict) {
            long version = conflict.record().version();
            if (floorIsFixed && !conflict.certain() && request.floor() < version) {
                // It may have been written by an attempt of another call, and forgotten since.
                return new Step.Failed<>(new FloorTooLowException(version));
            }
            return new Step.Done<>(conflict(conflict));
        }
        if (reply instanceof NotFound) {
            return new Step.Done<>(new WriteOutcome.NotFound<>(uri()));
        }
        if (reply instanceof TooOld tooOld) {
            return new Step.Done<>(
                    new WriteOutcome.RequestTooOld<>(uri(), new RequestId(request.id()), tooOld.forgottenUntil()));
        }
        if (reply instanceof RequestIdReused) {
            return new Step.Done<>(new WriteOutcome.RequestIdReused<>(uri(), new RequestId(request.id())));
        }
        throw new IllegalStateException("This is no answer to a write: " + reply);
    }

    @Override
    Step<WriteOutcome<Json>> onSilence() {
        return undecided ? new Step.Done<>(unknown(UNANSWERED)) : new Step.SendNow<>();
    }

    @Override
    void expire(CompletableFuture<WriteOutcome<Json>> result) {
        if (busyBound != null && unanswered == 0) {
            // Every attempt was answered, and none with a success: none was, or ever will be, written.
            result.complete(new WriteOutcome.Busy<>(uri(), busyBound));
        } else {
            result.complete(unknown("within " + deadline().toMillis() + " ms "
                    + (hindrance == null ? "its owner did not answer" : hindrance)));
        }
    }

    @Override
    void turnAway(CompletableFuture<WriteOutcome<Json>> result, String bound) {
        result.complete(new WriteOutcome.Busy<>(uri(), bound));
    }

    /**
     * Versions only grow, so what expects an older one is refused wherever it arrives; and as long as a version is the newest,
     * so is its tombstone.
     */
    private boolean canNeverBeWritten(Reply refusal) {
        return request.condition() == WriteRequest.Condition.AT_VERSION
                && (refusal instanceof NotFound
                        || (refusal instanceof Conflict conflict
                                && conflict.certain()
                                && (conflict.record().version() > request.expectedVersion()
                                        || request.expectedVersion() == WriteRequest.NEVER_REACHED)));
    }

    private WriteOutcome<Json> unknown(String reason) {
        return new WriteOutcome.Unknown<>(uri(), new RequestId(request.id()), reason);
    }

    private WriteOutcome<Json> conflict(Conflict conflict) {
        return new WriteOutcome.Conflict<>(
                uri(),
                conflict.record().version(),
                conflict.record().present(id()).orElse(null));
    }
}
