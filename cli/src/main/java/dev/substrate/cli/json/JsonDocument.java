package dev.substrate.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the small JSON objects with which a node answers; not for entities. */
public final class JsonDocument {

    private static final int DEPTH_MAX = 100;
    private static final JsonFactory JSON = RawJson.factory(DEPTH_MAX);

    private final Map<?, ?> members;

    private JsonDocument(Map<?, ?> members) {
        this.members = members;
    }

    /**
     * Reads an object.
     *
     * @throws IOException if {@code json} is not one JSON object
     */
    public static JsonDocument parse(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            if (read(parser) instanceof Map<?, ?> members && parser.nextToken() == null) {
                return new JsonDocument(members);
            }
            throw new IOException("The answer is not a JSON object");
        }
    }

    /** Returns a member as text, or an empty text if it is not there. */
    public String text(String name) {
        Object value = members.get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns whether a member is there and not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** Returns the names of the members, in their order. */
    public List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    /** Returns a member as a number, or -1 if it is not there. */
    public long number(String name) {
        return members.get(name) instanceof Long number ? number : -1;
    }

    /** Returns whether a member is there and true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** Returns a member that is an object; an empty one if it is not there. */
    public JsonDocument object(String name) {
        return members.get(name) instanceof Map<?, ?> object ? new JsonDocument(object) : new JsonDocument(Map.of());
    }

    /** Returns the objects of a member that is an array. */
    public List<JsonDocument> objects(String name) {
        List<JsonDocument> objects = new ArrayList<>();
        if (members.get(name) instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Map<?, ?> object) {
                    objects.add(new JsonDocument(object));
                }
            }
        }
        return objects;
    }

    /** Returns the values of a member that is an array, as texts. */
    public List<String> texts(String name) {
        return members.get(name) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, read(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(read(parser));
            }
            return array;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? parser.getText()
                    : (Object) parser.getLongValue();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return parser.getBooleanValue();
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}
