package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Damaged;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.Restored;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Puts a version back. A repetition finds it there, so it is sent until it is answered. */
final class RestoreCall extends Call<Restored> {

    private final Restoration version;
    private boolean sent;
    private String hindrance = "its owner did not answer";

    RestoreCall(RecordId id, Restoration version, Duration deadline) {
        super(id, deadline);
        this.version = version;
    }

    @Override
    Operation next() {
        sent = true;
        return new Operation.Restore(version);
    }

    @Override
    Step<Restored> onReply(Reply reply) {
        if (reply instanceof Restored restored) {
            return new Step.Done<>(restored);
        }
        if (reply instanceof Damaged damaged) {
            return new Step.Failed<>(new RecordDamagedException(uri(), damaged.reason()));
        }
        hindrance = Hindrance.of(reply).orElse(hindrance);
        return new Step.SendSoon<>();
    }

    @Override
    void expire(CompletableFuture<Restored> result) {
        result.completeExceptionally(new RecordUnavailableException(
                (sent ? "It is not known whether version " : "Nothing was written: version ") + version.version()
                        + " of '" + id() + "' was put back: within "
                        + deadline().toMillis() + " ms " + hindrance + ". Repeat it."));
    }

    @Override
    void turnAway(CompletableFuture<Restored> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException("Nothing was written: '" + id()
                + "' was not put back: as much as " + bound + " allows is under way. Repeat it in a moment."));
    }
}
