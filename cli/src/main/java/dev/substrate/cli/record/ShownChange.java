package dev.substrate.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.json.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a watch or a history shows: the members of a JSON object, each as it stands there. */
final class ShownChange {

    private static final JsonFactory JSON = RawJson.factory(Integer.MAX_VALUE);

    private final Map<String, String> members = new HashMap<>();

    private ShownChange() {}

    /** Reads an object. */
    static ShownChange of(String json) throws IOException {
        byte[] source = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(source)) {
            parser.nextToken();
            return read(parser, source);
        }
    }

    /** Reads the objects of the member {@code versions}. */
    static List<ShownChange> versions(byte[] source) throws IOException {
        List<ShownChange> versions = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("versions");
                if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        versions.add(read(parser, source));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return versions;
    }

    private static ShownChange read(JsonParser parser, byte[] source) throws IOException {
        ShownChange change = new ShownChange();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            change.members.put(
                    name,
                    parser.nextToken() == JsonToken.VALUE_STRING && !name.equals("entity")
                            ? parser.getText()
                            : new String(RawJson.value(parser, source), StandardCharsets.UTF_8));
        }
        return change;
    }

    /** Returns a member, or an empty text if it is not there. */
    String member(String name) {
        return members.getOrDefault(name, "");
    }

    /** Returns the line that shows it to a person. */
    String line() {
        if (!member("from").isEmpty()) {
            return member("uri") + "  " + member("from") + "-" + member("to") + "  skipped: not kept any more";
        }
        return member("uri") + "  " + member("version") + "  " + member("modified") + "  "
                + (member("deleted").isEmpty() ? member("entity").replaceAll("[\\r\\n]+", " ") : "deleted");
    }
}
