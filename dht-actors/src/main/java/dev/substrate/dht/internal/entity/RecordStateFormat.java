package dev.substrate.dht.internal.entity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lays out a record in the columns of the store; the entity stays as it was written, character by character. */
public final class RecordStateFormat implements StateFormat<RecordState> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Made by name, from the settings. */
    public RecordStateFormat() {}

    @Override
    public Document write(String uri, RecordState state) {
        return new Document(
                uri.substring(0, uri.indexOf(':')),
                !state.present(),
                state.created(),
                state.modified(),
                headers(state),
                state.entity());
    }

    @Override
    public RecordState read(StateRow row) {
        try {
            List<PastRequest> requests = new ArrayList<>();
            for (JsonNode request : JSON.readTree(row.headers()).path("requests")) {
                requests.add(new PastRequest(
                        request.path("id").asText(),
                        request.path("fingerprint").asText(),
                        request.path("version").asLong(),
                        Instant.parse(request.path("modified").asText()),
                        request.path("created").asBoolean()));
            }
            return new RecordState(row.version(), row.created(), row.modified(), row.entity(), requests);
        } catch (IOException e) {
            throw new UncheckedIOException("The headers of '" + row.uri() + "' are not JSON", e);
        }
    }

    private static String headers(RecordState state) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("contentType", "application/json");
            json.writeArrayFieldStart("requests");
            for (PastRequest request : state.requests()) {
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
}
