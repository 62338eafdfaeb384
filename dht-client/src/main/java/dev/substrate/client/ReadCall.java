package dev.substrate.client;

import dev.substrate.record.Json;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads a record, or its headers alone. */
final class ReadCall extends Call<ReadCall.Found> {

    /**
     * A record as it is.
     *
     * @param headers of the newest version; empty if the record was never written
     * @param record empty if it is deleted, was never written, or only its headers were asked for
     */
    record Found(Optional<RecordHeaders> headers, Optional<Versioned<Json>> record) {

        long version() {
            return headers.map(RecordHeaders::version).orElse(0L);
        }
    }

    /** What to ask for. */
    enum Kind {
        /** The record, linearizably. */
        CONFIRMED,
        /** What the owner has in memory. */
        ANY,
        /** The headers, linearizably. */
        HEADERS
    }

    private final Kind kind;
    private String hindrance = "no node answered";

    ReadCall(RecordId id, Kind kind, Duration deadline) {
        super(id, deadline);
        this.kind = kind;
    }

    @Override
    Request next() {
        String record = Request.record(id());
        return switch (kind) {
            case CONFIRMED -> Request.of("GET", record);
            case ANY -> Request.of("GET", record + "&consistency=any");
            case HEADERS -> Request.of("HEAD", record);
        };
    }

    @Override
    Step<Found> onAnswer(Answer answer) {
        return switch (answer.status()) {
            case 200 ->
                new Step.Done<>(
                        kind == Kind.HEADERS
                                ? new Found(Optional.of(answer.recordHeaders(id())), Optional.empty())
                                : found(answer.record(id())));
            // An answer to HEAD has no body that would say what is not found.
            case 404 ->
                kind == Kind.HEADERS || answer.problem().equals("not-found")
                        ? new Step.Done<>(absent(answer))
                        : new Step.Failed<>(notUnderstood(answer));
            case 400, 401, 403, 405 -> new Step.Failed<>(notUnderstood(answer));
            default -> notNow(answer);
        };
    }

    private Step<Found> notNow(Answer answer) {
        if (answer.problem().equals("record-damaged")) {
            return new Step.Failed<>(new RecordDamagedException(id().uri(), answer.text("reason")));
        }
        hindrance = "a node said: " + answer.detail();
        return answer.problem().equals("not-ready") ? new Step.SendElsewhere<>() : new Step.SendSoon<>();
    }

    private Found absent(Answer answer) {
        return new Found(
                answer.hasRecordHeaders() ? Optional.of(answer.recordHeaders(id())) : Optional.empty(),
                Optional.empty());
    }

    private static Found found(Versioned<Json> record) {
        return new Found(Optional.of(record.headers()), Optional.of(record));
    }

    private IllegalStateException notUnderstood(Answer answer) {
        return new IllegalStateException(
                "'" + id() + "' was not read: a node does not understand the request. " + answer.detail());
    }

    @Override
    Step<Found> onNotSent(String reason) {
        hindrance = reason;
        return new Step.SendElsewhere<>();
    }

    @Override
    Step<Found> onLost(String reason) {
        hindrance = reason;
        return new Step.SendElsewhere<>();
    }

    @Override
    Step<Found> onSilence() {
        return new Step.SendElsewhere<>();
    }

    @Override
    void expire(CompletableFuture<Found> result, String why) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + id() + "' could not be read " + why + ": " + hindrance + ". Try again."));
    }

    @Override
    void turnAway(CompletableFuture<Found> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException(
                "'" + id() + "' was not read: as much as " + bound + " allows is under way. Try again in a moment."));
    }
}
