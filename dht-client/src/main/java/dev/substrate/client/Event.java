package dev.substrate.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Versioned;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/**
 * A server-sent event of a watch.
 *
 * @param id where a watch goes on after it
 */
record Event(String id, String name, String data) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTITY = "entity";

    /** @throws IOException if it is none that is known */
    RecordChange<Json> change(Place place) throws IOException {
        JsonNode told = JSON.readTree(data);
        return switch (name) {
            case "version" ->
                new RecordChange.Version<>(new Versioned<>(headers(told, place, false), new Json(entity(data))), id);
            case "deleted" -> new RecordChange.Deletion<>(headers(told, place, true), id);
            case "skipped" ->
                new RecordChange.Skipped<>(
                        new RecordId(place, RecordUri.parse(told.path("uri").asText())),
                        told.path("from").asLong(),
                        told.path("to").asLong(),
                        id);
            case "progress" -> new RecordChange.Progress<>(id);
            case "end" ->
                new RecordChange.Ended<>(
                        Reason.valueOf(told.path("reason")
                                .asText()
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_')),
                        told.path("explanation").asText(),
                        told.path("resume").asText());
            default -> throw new IOException("an event of unknown kind '" + name + "'");
        };
    }

    /** Returns the headers that a version is told with. */
    static RecordHeaders headers(JsonNode told, Place place, boolean tombstone) {
        return new RecordHeaders(
                new RecordId(place, RecordUri.parse(told.path("uri").asText())),
                told.path("version").asLong(),
                Instant.parse(told.path("created").asText()),
                Instant.parse(told.path("modified").asText()),
                told.hasNonNull("expires") ? Instant.parse(told.path("expires").asText()) : null,
                tombstone,
                told.path("typeVersion").asInt(),
                told.path("writer").asText(),
                told.path("requestId").asText());
    }

    /** Cuts the entity out of the JSON of a version as it was written; it is the last member. */
    static String entity(String data) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(data)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(ENTITY);
                parser.nextToken();
                if (found) {
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    return data.substring(start, data.lastIndexOf('}'));
                }
                parser.skipChildren();
            }
        }
        throw new IOException("a version without its entity");
    }
}
