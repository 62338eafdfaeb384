package dev.substrate.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.record.InvalidQueryException;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.QueryRefusedException.Reason;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Versioned;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads a page of what a query finds. Any node answers; the pages of a query go to the same one while it lives. */
final class QueryCall extends Call<QueryPage<Json>> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Place place;
    private final String scheme;
    private final String target;
    private String hindrance = "no node answered";

    QueryCall(Query<?> query, Place place, Duration deadline) {
        // A name to choose a node by.
        super(new RecordId(place, new RecordUri(query.type().scheme(), "query")), deadline);
        this.place = place;
        this.scheme = query.type().scheme();
        this.target = Request.query(query, place);
    }

    @Override
    Request next() {
        return Request.of("GET", target);
    }

    @Override
    Step<QueryPage<Json>> onAnswer(Answer answer) {
        if (answer.status() == 200) {
            return new Step.Done<>(page(answer.body()));
        }
        hindrance = answer.detail();
        return switch (answer.problem()) {
            case "not-indexed" -> failed(new QueryRefusedException(Reason.NOT_INDEXED, answer.detail()));
            case "index-too-large" -> failed(new QueryRefusedException(Reason.BOUND_REACHED, answer.detail()));
            case "index-being-built" -> failed(new QueryRefusedException(Reason.BEING_BUILT, answer.detail()));
            case "invalid-query", "invalid-name" -> failed(new InvalidQueryException(answer.detail()));
            case "record-damaged" -> failed(damaged(answer));
            case "not-ready", "unavailable" -> new Step.SendElsewhere<>();
            case "busy" -> new Step.SendSoon<>();
            default ->
                answer.status() >= 500
                        ? new Step.SendElsewhere<>()
                        : failed(new IllegalStateException(
                                "Nothing was found out: a node does not understand the query. " + answer.detail()));
        };
    }

    private static Step<QueryPage<Json>> failed(RuntimeException failure) {
        return new Step.Failed<>(failure);
    }

    private RuntimeException damaged(Answer answer) {
        String uri = answer.text("uri");
        return uri.isEmpty()
                ? new RecordUnavailableException("Records of '" + scheme + "' were not found: " + answer.detail())
                : new RecordDamagedException(RecordUri.parse(uri), answer.text("reason"));
    }

    private QueryPage<Json> page(String body) {
        List<Versioned<Json>> records = new ArrayList<>();
        @Nullable String cursor = null;
        try (JsonParser parser = JSON.getFactory().createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("records") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        int start = (int) parser.currentTokenLocation().getCharOffset();
                        parser.skipChildren();
                        records.add(record(body.substring(
                                start, (int) parser.currentLocation().getCharOffset())));
                    }
                } else if (name.equals("cursor")) {
                    cursor = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a page that cannot be read", e);
        }
        return new QueryPage<>(records, cursor);
    }

    private Versioned<Json> record(String object) throws IOException {
        JsonNode told = JSON.readTree(object);
        return new Versioned<>(Event.headers(told, place, false), new Json(Event.entity(object)));
    }

    @Override
    Step<QueryPage<Json>> onNotSent(String reason) {
        hindrance = reason;
        return new Step.SendElsewhere<>();
    }

    @Override
    Step<QueryPage<Json>> onLost(String reason) {
        hindrance = reason;
        return new Step.SendElsewhere<>();
    }

    /** It may only take its time; but it may stand still, and the first answer counts. */
    @Override
    Step<QueryPage<Json>> onSilence() {
        return new Step.SendElsewhere<>();
    }

    @Override
    void expire(CompletableFuture<QueryPage<Json>> result, String why) {
        result.completeExceptionally(new RecordUnavailableException(
                "Records of '" + scheme + "' were not found " + why + ": " + hindrance + ". Try again."));
    }

    @Override
    void turnAway(CompletableFuture<QueryPage<Json>> result, String bound) {
        result.completeExceptionally(new RecordUnavailableException("Records of '" + scheme
                + "' were not looked for: as much as " + bound + " allows is under way. Try again in a moment."));
    }
}
