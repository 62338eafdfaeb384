package dev.substrate.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as a client gets it: a problem document of RFC 9457.
 *
 * @param status the HTTP status
 * @param type what kind of problem it is: the last part of its URI
 * @param title the kind in words
 * @param detail what happened, whether anything was written, what to do
 * @param more further members of the document
 */
public record Problem(int status, String type, String title, String detail, Map<String, String> more) {

    /** Where the kinds of problems are described; a name, not an address to be fetched. */
    public static final String TYPES = "https://substrate.dev/problems/";

    private static final MediaType.WithFixedCharset PROBLEM_JSON = MediaTypes.customWithFixedCharset(
            "application", "problem+json", akka.http.javadsl.model.HttpCharsets.UTF_8, Map.of(), false);

    /** Copies the further members. */
    public Problem {
        more = Map.copyOf(more);
    }

    /** Returns a problem without further members. */
    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail, Map.of());
    }

    /** Returns this problem with a further member. */
    public Problem with(String name, String value) {
        Map<String, String> members = new LinkedHashMap<>(more);
        members.put(name, value);
        return new Problem(status, type, title, detail, members);
    }

    /** Returns the answer to the client. */
    public HttpResponse toResponse() {
        StringBuilder json = new StringBuilder("{");
        member(json, "type", TYPES + type).append(',');
        member(json, "title", title).append(",\"status\":").append(status).append(',');
        member(json, "detail", detail);
        more.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(other -> member(json.append(','), other.getKey(), other.getValue()));
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(
                        ContentTypes.create(PROBLEM_JSON),
                        json.append("}\n").toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static StringBuilder member(StringBuilder json, String name, String value) {
        return json.append('"')
                .append(name)
                .append("\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(value))
                .append('"');
    }
}
