package dev.substrate.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes a version of a record.
 *
 * <p>The owner recognises a repeated request while it remembers it, and refuses to act when it may have forgotten it, so a
 * success is definite. A refusal is definite only if no attempt is on its way any more: every one was answered, or expects a
 * version that has passed. Otherwise the outcome is unknown. The same rules as on nodes; there it is messages that are lost.
 */
final class WriteCall extends Call<WriteOutcome<Json>> {

    private static final String UNANSWERED =
            "an earlier attempt went unanswered, and the owner cannot tell whether it was, or will yet be, written";

    private final WriteAttempt attempt;
    private long floor;

    /** Attempts that may yet be answered. */
    private int underWay;

    /** Attempts of which it will never be known what became of them. */
    private int lost;

    private boolean undecided;
    private @Nullable String busyBound;
    private String hindrance = "no node answered";

    /** @param floor a version that the record surely has */
    WriteCall(RecordId id, WriteAttempt attempt, long floor, Duration deadline) {
        super(id, deadline);
        this.attempt = attempt;
        this.floor = attempt.floor(floor);
    }

    @Override
    Request next() {
        underWay++;
        return attempt.request(id(), floor);
    }

    @Override
    Step<WriteOutcome<Json>> onNotSent(String reason) {
        underWay--;
        hindrance = reason;
        return again(new Step.SendElsewhere<>());
    }

    @Override
    Step<WriteOutcome<Json>> onLost(String reason) {
        underWay--;
        lost++;
        busyBound = null;
        hindrance = reason;
        return again(new Step.SendElsewhere<>());
    }

    @Override
    Step<WriteOutcome<Json>> onSilence() {
        return undecided ? new Step.Done<>(unknown(UNANSWERED)) : new Step.SendElsewhere<>();
    }

    @Override
    Step<WriteOutcome<Json>> onAnswer(Answer answer) {
        underWay--;
        if (underWay + lost == 0) {
            // None is left that could have decided otherwise.
            undecided = false;
        }
        busyBound = null;
        String problem = answer.problem();
        return switch (answer.status()) {
            case 200, 201 -> new Step.Done<>(written(answer.json()));
            case 412 -> conflict(answer);
            case 404 ->
                problem.equals("not-found")
                        ? refused(new WriteOutcome.NotFound<>(uri()), attempt.expectsVersion())
                        : notUnderstood(answer);
            case 409 ->
                problem.equals("floor-too-low")
                        ? floorTooLow(answer)
                        : refused(
                                new WriteOutcome.RequestTooOld<>(
                                        uri(), requestId(), Instant.parse(answer.text("forgottenUntil"))),
                                false);
            case 400, 413 ->
                problem.equals("not-an-entity") || problem.equals("too-large")
                        // All attempts have the same content, and all nodes the same bounds.
                        ? refused(unacceptable(answer), true)
                        : notUnderstood(answer);
            case 422 -> refused(new WriteOutcome.RequestIdReused<>(uri(), requestId()), false);
            case 429 -> busy(answer);
            case 503, 408 -> notNow(answer);
            default -> {
                if (problem.equals("record-damaged")) {
                    yield refused(new WriteOutcome.Damaged<>(uri(), answer.text("reason")), false);
                }
                if (answer.status() < 500) {
                    yield notUnderstood(answer);
                }
                // The node itself does not know.
                lost++;
                String reason = answer.text("reason");
                hindrance = reason.isEmpty() ? "a node said: " + answer.detail() : reason;
                yield again(new Step.SendSoon<>());
            }
        };
    }

    private WriteOutcome<Json> written(JsonNode told) {
        return new WriteOutcome.Written<>(
                uri(),
                told.path("version").asLong(),
                Instant.parse(told.path("modified").asText()),
                told.path("created").asBoolean(),
                told.path("repeated").asBoolean(),
                attempt.entity());
    }

    private Step<WriteOutcome<Json>> conflict(Answer answer) {
        @Nullable Versioned<Json> current = answer.hasRecordHeaders() ? answer.record(id()) : null;
        long version = current == null ? Long.parseLong("0" + answer.text("currentVersion")) : current.version();
        return refused(new WriteOutcome.Conflict<>(uri(), version, current), attempt.expectsLessThan(version));
    }

    private WriteOutcome<Json> unacceptable(Answer answer) {
        String bound = answer.text("bound");
        String reason = answer.text("reason");
        return new WriteOutcome.Unacceptable<>(
                uri(), bound.isEmpty() ? null : bound, reason.isEmpty() ? answer.detail() : reason);
    }

    private Step<WriteOutcome<Json>> floorTooLow(Answer answer) {
        if (underWay + lost > 0) {
            return undecided();
        }
        floor = Long.parseLong(answer.text("floor"));
        return new Step.SendNow<>();
    }

    private Step<WriteOutcome<Json>> busy(Answer answer) {
        busyBound = answer.text("bound");
        hindrance = "a node said: " + answer.detail();
        return again(new Step.SendSoon<>());
    }

    private Step<WriteOutcome<Json>> notNow(Answer answer) {
        hindrance = "a node said: " + answer.detail();
        return again(answer.problem().equals("not-ready") ? new Step.SendElsewhere<>() : new Step.SendSoon<>());
    }

    private Step<WriteOutcome<Json>> notUnderstood(Answer answer) {
        return underWay + lost > 0
                ? undecided()
                : new Step.Failed<>(new IllegalStateException("Nothing was written to '" + uri()
                        + "': a node does not understand the request. " + answer.detail()));
    }

    private Step<WriteOutcome<Json>> refused(WriteOutcome<Json> refusal, boolean neverWritten) {
        return underWay + lost > 0 && !neverWritten ? undecided() : new Step.Done<>(refusal);
    }

    /** An attempt may yet find, or have found, what this one did not. */
    private Step<WriteOutcome<Json>> undecided() {
        undecided = true;
        return underWay > 0 ? new Step.Wait<>() : new Step.Done<>(unknown(UNANSWERED));
    }

    private Step<WriteOutcome<Json>> again(Step<WriteOutcome<Json>> step) {
        return undecided ? undecided() : step;
    }

    @Override
    void expire(CompletableFuture<WriteOutcome<Json>> result, String why) {
        result.complete(
                busyBound != null && underWay + lost == 0
                        // Every attempt was answered, and none with a success: none was, or ever will be, written.
                        ? new WriteOutcome.Busy<>(uri(), busyBound)
                        : unknown(why + " " + hindrance));
    }

    @Override
    void turnAway(CompletableFuture<WriteOutcome<Json>> result, String bound) {
        result.complete(new WriteOutcome.Busy<>(uri(), bound));
    }

    private WriteOutcome<Json> unknown(String reason) {
        return new WriteOutcome.Unknown<>(uri(), requestId(), reason);
    }

    private RecordUri uri() {
        return id().uri();
    }

    private RequestId requestId() {
        return new RequestId(attempt.requestId());
    }
}
