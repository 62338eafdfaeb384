package dev.substrate.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.substrate.record.Json;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.Versioned;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param headers by their names in lower case
 */
record Answer(int status, Map<String, String> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the kind of problem that it tells; empty if it tells none. */
    String problem() {
        return isProblem() ? text("type").replaceFirst(".*/", "") : "";
    }

    /** Returns what is wrong, in words. */
    String detail() {
        String detail = isProblem() ? text("detail") : "";
        return detail.isEmpty() ? "HTTP status " + status : detail;
    }

    /** Returns a member of the document that it holds; empty if there is none. */
    String text(String member) {
        return json().path(member).asText("");
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Returns whether it tells of a version of a record, in its headers. */
    boolean hasRecordHeaders() {
        return header("Substrate-Tombstone") != null;
    }

    /**
     * Returns the headers of the version that it tells of.
     *
     * @throws IllegalArgumentException if they are not those of a record
     */
    RecordHeaders recordHeaders(RecordId id) {
        @Nullable String expires = header("Substrate-Expires");
        return new RecordHeaders(
                id,
                Long.parseLong(required("ETag").replace("\"", "")),
                time(required("Substrate-Created")),
                time(required("Substrate-Modified")),
                expires == null ? null : time(expires),
                Boolean.parseBoolean(required("Substrate-Tombstone")),
                Integer.parseInt(required("Substrate-Type-Version")),
                required("Substrate-Writer"),
                required("Substrate-Request-Id"));
    }

    /**
     * Returns the record that it holds.
     *
     * @throws IllegalArgumentException if it holds none
     */
    Versioned<Json> record(RecordId id) {
        return new Versioned<>(recordHeaders(id), new Json(body));
    }

    private boolean isProblem() {
        @Nullable String type = header("Content-Type");
        return type != null && type.startsWith("application/problem+json");
    }

    private String required(String name) {
        @Nullable String value = header(name);
        if (value == null) {
            throw new IllegalArgumentException("an answer without the header " + name);
        }
        return value;
    }

    private static Instant time(String text) {
        return Instant.parse(text);
    }
}
