package dev.substrate.dht.internal.entity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.RequestMemory;
import dev.substrate.record.RecordHeaders;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record's row, as a JSON object that people can read. A request in it is an array: id, fingerprint, when it
 * was written in milliseconds since 1970, and {@code true} if it made the record; the last one wrote the version
 * {@code requestsTo}, each one before it the version before.
 */
final class HeaderText {

    /** Where a request says that it made the record. */
    private static final int CREATED = 3;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What was deleted is given back digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * What a row says in its headers.
     *
     * @param expires when the record is to be deleted; null for never
     * @param typeVersion the version of the type by which the entity was written
     * @param writer the node that wrote the version; empty if that is not known
     * @param deleted what a tombstone has deleted, if it is kept
     */
    record Headers(
            @Nullable Instant expires,
            int typeVersion,
            String writer,
            @Nullable String deleted,
            RequestMemory memory) {}

    private HeaderText() {}

    /**
     * Writes headers.
     *
     * @param memory the requests that they tell
     */
    static String write(RecordState state, RequestMemory memory) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("contentType", RecordHeaders.CONTENT_TYPE);
            json.writeNumberField("typeVersion", state.typeVersion());
            json.writeStringField("writer", state.writer());
            Instant expires = state.expires();
            if (expires != null) {
                json.writeStringField("expires", expires.toString());
            }
            write(memory, state.version(), json);
            String deleted = state.deleted();
            if (deleted != null) {
                json.writeFieldName("deleted");
                json.writeRawValue(deleted);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to a string failed", e);
        }
        return text.toString();
    }

    /** In few characters, since every write writes them all: they take most of a row. */
    private static void write(RequestMemory memory, long version, JsonGenerator json) throws IOException {
        if (memory.forgottenUntil().isAfter(Instant.EPOCH)) {
            json.writeStringField("forgottenUntil", memory.forgottenUntil().toString());
        }
        json.writeNumberField("requestsTo", version);
        json.writeArrayFieldStart("requests");
        for (PastRequest request : memory.requests()) {
            json.writeStartArray();
            json.writeString(request.id());
            json.writeString(request.fingerprint());
            long millis = request.modified().toEpochMilli();
            if (Instant.ofEpochMilli(millis).equals(request.modified())) {
                json.writeNumber(millis);
            } else {
                json.writeString(request.modified().toString());
            }
            if (request.created()) {
                json.writeBoolean(true);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /**
     * Reads headers.
     *
     * @param version the version of the row: the requests are those of the newest versions without a gap, and a record that
     *     took others for them would write a repeated request twice
     * @throws UnreadableRowException if they are not what {@link #write} makes; rows of earlier releases have fewer fields
     */
    static Headers read(String headers, long version) {
        JsonNode object = object(headers);
        JsonNode typeVersion = object.path("typeVersion");
        if (!typeVersion.isMissingNode() && (!typeVersion.canConvertToInt() || typeVersion.asInt() < 1)) {
            throw new UnreadableRowException("the version of its type is no number from 1 on");
        }
        Instant forgottenUntil = time(object, "forgottenUntil");
        return new Headers(
                time(object, "expires"),
                typeVersion.asInt(1),
                object.path("writer").asText(""),
                object.has("deleted") ? object.get("deleted").toString() : null,
                new RequestMemory(requests(object, version), forgottenUntil == null ? Instant.EPOCH : forgottenUntil));
    }

    private static List<PastRequest> requests(JsonNode object, long version) {
        JsonNode requests = object.path("requests");
        if (!requests.isMissingNode() && !requests.isArray()) {
            throw new UnreadableRowException("the requests in its headers are no array");
        }
        List<PastRequest> read = new ArrayList<>();
        long first = version - requests.size() + 1;
        boolean othersVersions = object.path("requestsTo").asLong(version) != version;
        for (JsonNode request : requests) {
            PastRequest past = request.isArray() ? request(request, first + read.size()) : requestByNames(request);
            if (othersVersions || first < 1 || past.version() != first + read.size()) {
                throw new UnreadableRowException("the requests in its headers are not those of its newest versions");
            }
            read.add(past);
        }
        return read;
    }

    private static @Nullable Instant time(JsonNode object, String field) {
        JsonNode time = object.path(field);
        if (time.isMissingNode()) {
            return null;
        }
        try {
            return Instant.parse(time.asText());
        } catch (DateTimeException e) {
            throw new UnreadableRowException("'" + field + "' in its headers is no time", e);
        }
    }

    private static JsonNode object(String headers) {
        try {
            JsonNode object = JSON.readTree(headers);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableRowException("its headers are not JSON (" + e.getOriginalMessage() + ")", e);
        }
        throw new UnreadableRowException("its headers are no JSON object");
    }

    private static PastRequest request(JsonNode request, long version) {
        JsonNode modified = request.path(2);
        JsonNode created = request.path(CREATED);
        if (request.path(0).isTextual()
                && request.path(1).isTextual()
                && (modified.canConvertToLong() || modified.isTextual())
                && (created.isBoolean() || created.isMissingNode())) {
            return new PastRequest(
                    request.path(0).asText(),
                    request.path(1).asText(),
                    version,
                    modified.isTextual() ? timeOfRequest(modified.asText()) : Instant.ofEpochMilli(modified.asLong()),
                    created.asBoolean());
        }
        throw new UnreadableRowException("a request in its headers is not complete");
    }

    /** As they were written before they took as little room as may be. */
    private static PastRequest requestByNames(JsonNode request) {
        if (request.path("id").isTextual()
                && request.path("fingerprint").isTextual()
                && request.path("version").canConvertToLong()
                && request.path("modified").isTextual()
                && request.path("created").isBoolean()) {
            return new PastRequest(
                    request.path("id").asText(),
                    request.path("fingerprint").asText(),
                    request.path("version").asLong(),
                    timeOfRequest(request.path("modified").asText()),
                    request.path("created").asBoolean());
        }
        throw new UnreadableRowException("a request in its headers is not complete");
    }

    private static Instant timeOfRequest(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UnreadableRowException("a request in its headers has no time", e);
        }
    }
}
