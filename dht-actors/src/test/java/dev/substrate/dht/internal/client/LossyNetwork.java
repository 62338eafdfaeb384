package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.client.Call.Step;
import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.rule.Decision;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One write, the record that it is for, and all that can happen between them. */
final class LossyNetwork {

    /** The id of the write. */
    static final String ID = "mine";

    /** What can happen next. */
    enum Kind {
        /** An attempt reaches the owner. */
        ATTEMPT_ARRIVES,
        /** An attempt reaches a node that does not own the record any more, which says so. */
        ATTEMPT_ARRIVES_AT_A_FORMER_OWNER,
        /** An attempt is turned away by an owner for whom, or for whose store, too much waits already. */
        ATTEMPT_MEETS_A_BUSY_OWNER,
        /** An attempt is lost. */
        ATTEMPT_IS_LOST,
        /** A reply reaches the writer. */
        REPLY_ARRIVES,
        /** A reply is lost. */
        REPLY_IS_LOST,
        /** The writer has waited long enough. */
        SILENCE,
        /** The deadline of the writer comes. */
        DEADLINE,
        /** The row becomes unreadable. */
        DAMAGE,
        /** The row is repaired to what it was. */
        REPAIR,
        /** Somebody else writes the record. */
        OTHER_PUT,
        /** Somebody else deletes it. */
        OTHER_DELETE
    }

    /**
     * One event.
     *
     * @param which of the messages under way it is about
     */
    record Move(Kind kind, int which) {}

    private static final RecordUri RECORD = RecordUri.parse("pkg:a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final int remembered;
    private final List<WriteRequest> attempts = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final List<Long> versionsOfMine = new ArrayList<>();
    private final Map<Long, Optional<String>> history = new HashMap<>(Map.of(0L, Optional.empty()));
    private RecordState record = RecordState.NEVER_WRITTEN;
    private @Nullable WriteCall call;
    private @Nullable WriteOutcome<Json> outcome;
    private boolean sendsSoon;
    private boolean damaged;
    private int others;

    LossyNetwork(int remembered) {
        this.remembered = remembered;
    }

    /** Writes so many versions; the last but one may carry the id of the write, and the last may be a deletion. */
    void writeByOthers(int versions, boolean oneUsesTheId, boolean deletesAtLast) {
        for (int i = 1; i <= versions; i++) {
            boolean deletes = deletesAtLast && i == versions && record.present();
            boolean usesTheId = oneUsesTheId && i == Math.max(1, versions - 1);
            writeByAnother(usesTheId ? ID : "other" + ++others, deletes ? null : "\"version " + i + "\"");
        }
    }

    void submit(WriteRequest request) {
        call = new WriteCall(RecordId.global(RECORD), request, Duration.ofSeconds(1));
        send();
    }

    void move(Move move) {
        switch (move.kind()) {
            case ATTEMPT_ARRIVES -> take(attempts, move).ifPresent(this::decide);
            case ATTEMPT_ARRIVES_AT_A_FORMER_OWNER ->
                take(attempts, move).ifPresent(attempt -> replies.add(new RecordEntity.TryAgain(1, null)));
            case ATTEMPT_MEETS_A_BUSY_OWNER ->
                take(attempts, move).ifPresent(attempt -> replies.add(new RecordEntity.Busy(1, "bound")));
            case ATTEMPT_IS_LOST -> take(attempts, move);
            case REPLY_ARRIVES -> take(replies, move).ifPresent(this::answer);
            case REPLY_IS_LOST -> take(replies, move);
            case SILENCE -> beSilent();
            case DEADLINE -> expire();
            case DAMAGE -> damaged = true;
            case REPAIR -> damaged = false;
            case OTHER_PUT -> {
                if (!damaged) {
                    writeByAnother("other" + ++others, "\"other " + others + "\"");
                }
            }
            case OTHER_DELETE -> {
                if (record.present() && !damaged) {
                    writeByAnother("other" + ++others, null);
                }
            }
        }
    }

    /** Lets everything arrive that was not lost, and what is sent because of it. */
    void deliverAllThatIsUnderWay() {
        for (int messages = 0; !attempts.isEmpty() || !replies.isEmpty() || sendsSoon; messages++) {
            if (messages > 1000) {
                throw new AssertionError("The write goes on and on");
            }
            if (!attempts.isEmpty()) {
                decide(attempts.remove(0));
            } else if (!replies.isEmpty()) {
                answer(replies.remove(0));
            } else {
                beSilent();
            }
        }
    }

    long version() {
        return record.version();
    }

    /** Returns which versions the write made. */
    List<Long> versionsOfMine() {
        return versionsOfMine;
    }

    @Nullable
    String entityAt(long version) {
        return history.get(version).orElse(null);
    }

    Optional<WriteOutcome<Json>> outcome() {
        return Optional.ofNullable(outcome);
    }

    private void decide(WriteRequest attempt) {
        if (damaged) {
            replies.add(new RecordEntity.Damaged(1, "reason"));
            return;
        }
        Decision decision = record.decide(attempt, Fixtures.owner(NOW, remembered));
        replies.add(reply(decision));
        if (decision instanceof Decision.Write write) {
            become(write.next());
            versionsOfMine.add(record.version());
        }
    }

    /** Mirrors what the entity answers. */
    private Reply reply(Decision decision) {
        if (decision instanceof Decision.Write write) {
            return written(write.next().newestRequest(), false);
        }
        if (decision instanceof Decision.Repeat repeat) {
            return written(repeat.first(), true);
        }
        if (decision instanceof Decision.Conflict conflict) {
            return new RecordEntity.Conflict(1, conflict.certain(), RecordVersion.of(record));
        }
        if (decision instanceof Decision.FloorTooLow tooLow) {
            return new RecordEntity.FloorTooLow(1, tooLow.version());
        }
        return decision == Decision.NotFound.NOT_FOUND
                ? new RecordEntity.NotFound(1)
                : new RecordEntity.RequestIdReused(1);
    }

    private static Reply written(PastRequest request, boolean repeated) {
        return new RecordEntity.Written(1, request.version(), request.modified(), request.created(), repeated);
    }

    private void writeByAnother(String id, @Nullable String entity) {
        WriteRequest request = Fixtures.request(id, "print of another", Condition.ALWAYS, 0, record.version(), entity);
        if (record.decide(request, Fixtures.owner(NOW, remembered)) instanceof Decision.Write write) {
            become(write.next());
        } else {
            throw new AssertionError("Others always succeed");
        }
    }

    private void become(RecordState next) {
        record = next;
        history.put(next.version(), Optional.ofNullable(next.entity()));
    }

    private void answer(Reply reply) {
        // As the gateway does: a reply to an operation that has ended is dropped.
        if (call != null && outcome == null) {
            proceed(call.onReply(reply));
        }
    }

    private void beSilent() {
        sendsSoon = false;
        if (call != null && outcome == null) {
            proceed(call.onSilence());
        }
    }

    private void expire() {
        if (call != null && outcome == null) {
            call.expire(call.result());
            outcome = call.result().join();
        }
    }

    private void proceed(Step<WriteOutcome<Json>> step) {
        if (step instanceof Step.Done<WriteOutcome<Json>> done) {
            outcome = done.result();
        } else if (step instanceof Step.SendNow<WriteOutcome<Json>>) {
            send();
        } else {
            sendsSoon = step instanceof Step.SendSoon<WriteOutcome<Json>>;
        }
    }

    private void send() {
        attempts.add(((Operation.Write) call.next()).request());
    }

    private static <M> Optional<M> take(List<M> messages, Move move) {
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.remove(move.which() % messages.size()));
    }
}
