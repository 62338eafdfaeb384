package dev.substrate.cli.seed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.json.RawJson;
import dev.substrate.dht.seed.SeedContent;
import dev.substrate.dht.seed.SeedMode;
import dev.substrate.record.Json;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a seed file.
 *
 * @param number its number in the file, from 1
 * @param uri the record's name
 * @param scope where that name holds
 * @param content what the record is to hold
 */
record SeedLine(long number, RecordUri uri, ScopeText scope, SeedContent content) {

    private static final Set<String> MEMBERS = Set.of("uri", "scope", "mode", "entity");
    private static final JsonFactory JSON = RawJson.factory(SeedContent.DEPTH_MAX + 1);

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none; says why
     */
    static SeedLine parse(long number, byte[] line) {
        if (!RawJson.isUtf8(line)) {
            throw new IllegalArgumentException("the line is not valid UTF-8");
        }
        Map<String, String> members = members(line);
        return new SeedLine(
                number,
                RecordUri.parse(required("uri", members)),
                members.containsKey("scope") ? ScopeText.parse(members.get("scope")) : ScopeText.OF_TYPE,
                new SeedContent(mode(members.get("mode")), new Json(required("entity", members))));
    }

    /** Returns the path and query of the record. */
    String path() {
        return Paths.record(uri, scope);
    }

    /** Returns the record's name for people. */
    String name() {
        return scope.ofType() ? uri.toString() : uri + " in " + scope.text();
    }

    private static Map<String, String> members(byte[] line) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the line is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!MEMBERS.contains(name)) {
                    throw new IllegalArgumentException(
                            "the line has a member '" + name + "': there are uri, scope, mode and entity");
                }
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (!text && !name.equals("entity")) {
                    throw new IllegalArgumentException("\"" + name + "\" is not a string");
                }
                String value = name.equals("entity")
                        ? new String(RawJson.value(parser, line), StandardCharsets.UTF_8)
                        : parser.getText();
                if (members.put(name, value) != null) {
                    throw new IllegalArgumentException("the line has \"" + name + "\" twice");
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more in the line after the JSON object");
            }
            return members;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not valid JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
    }

    private static String required(String name, Map<String, String> members) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the line has no \"" + name + "\"");
        }
        return value;
    }

    private static SeedMode mode(@Nullable String text) {
        if (text == null || text.equals("absent")) {
            return SeedMode.ABSENT;
        }
        if (text.equals("merge")) {
            return SeedMode.MERGE;
        }
        throw new IllegalArgumentException("a mode is \"absent\" or \"merge\", not \"" + text + "\"");
    }
}
