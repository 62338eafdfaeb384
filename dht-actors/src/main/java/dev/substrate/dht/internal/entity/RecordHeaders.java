package dev.substrate.dht.internal.entity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.substrate.dht.internal.rule.PastRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The headers of a record's row: what kind of entity it has, and which requests made its newest versions. */
final class RecordHeaders {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordHeaders() {}

    static String write(List<PastRequest> requests) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("contentType", "application/json");
            json.writeArrayFieldStart("requests");
            for (PastRequest request : requests) {
                json.writeStartObject();
                json.writeStringField("id", request.id());
                json.writeStringField("fingerprint", request.fingerprint());
                json.writeNumberField("version", request.version());
                json.writeStringField("modified", request.modified().toString());
                json.writeBooleanField("created", request.created());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to a string failed", e);
        }
        return text.toString();
    }

    /**
     * Reads the requests.
     *
     * @param version the version of the row: the requests are those of the newest versions without a gap, and a record that
     *     took others for them would write a repeated request twice
     * @throws UnreadableRowException if they are not what {@link #write} makes
     */
    static List<PastRequest> read(String headers, long version) {
        JsonNode requests = object(headers).path("requests");
        if (!requests.isMissingNode() && !requests.isArray()) {
            throw new UnreadableRowException("the requests in its headers are no array");
        }
        List<PastRequest> read = new ArrayList<>();
        long first = version - requests.size() + 1;
        for (JsonNode request : requests) {
            PastRequest past = request(request);
            if (first < 1 || past.version() != first + read.size()) {
                throw new UnreadableRowException("the requests in its headers are not those of its newest versions");
            }
            read.add(past);
        }
        return read;
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

    private static PastRequest request(JsonNode request) {
        if (request.path("id").isTextual()
                && request.path("fingerprint").isTextual()
                && request.path("version").canConvertToLong()
                && request.path("modified").isTextual()
                && request.path("created").isBoolean()) {
            try {
                return new PastRequest(
                        request.path("id").asText(),
                        request.path("fingerprint").asText(),
                        request.path("version").asLong(),
                        Instant.parse(request.path("modified").asText()),
                        request.path("created").asBoolean());
            } catch (DateTimeException e) {
                throw new UnreadableRowException("a request in its headers has no time", e);
            }
        }
        throw new UnreadableRowException("a request in its headers is not complete");
    }
}
