package dev.substrate.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.json.RawJson;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One line of an import file: a record, with the text of its entity exactly as it stands in the line. */
final class ImportLine {

    /** Deeper entities are refused here; no parser on the way has to fear them. */
    static final int DEPTH_MAX = 1000;

    private static final JsonFactory JSON = RawJson.factory(DEPTH_MAX);

    private final long number;
    private final RecordUri uri;
    private final ScopeText scope;
    private final byte[] entity;

    private ImportLine(long number, RecordUri uri, ScopeText scope, byte[] entity) {
        this.number = number;
        this.uri = uri;
        this.scope = scope;
        this.entity = entity;
    }

    /** Returns the number of the line in its file, from 1. */
    long number() {
        return number;
    }

    RecordUri uri() {
        return uri;
    }

    /** Returns where the line says that its record is; the scope of the record's type if it does not. */
    ScopeText scope() {
        return scope;
    }

    byte[] entity() {
        return entity;
    }

    /**
     * Reads a line of the form {@code {"uri":"scheme:id","entity":…}}, perhaps with a {@code "scope"}; other members are passed
     * over.
     */
    static ImportLine parse(long number, byte[] line) throws BadLineException {
        if (!RawJson.isUtf8(line)) {
            throw new BadLineException("the line is not valid UTF-8");
        }
        @Nullable RecordUri uri = null;
        @Nullable ScopeText scope = null;
        byte @Nullable [] entity = null;
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadLineException("the line is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("uri")) {
                    requireFirst("uri", uri);
                    uri = RecordUri.parse(text("uri", parser, value));
                } else if (name.equals("scope")) {
                    requireFirst("scope", scope);
                    scope = ScopeText.parse(text("scope", parser, value));
                } else if (name.equals("entity")) {
                    requireFirst("entity", entity);
                    entity = RawJson.value(parser, line);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new BadLineException("there is more in the line after the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new BadLineException("not valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (InvalidNameException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new BadLineException("cannot be read: " + e.getMessage());
        }
        if (uri == null || entity == null) {
            throw new BadLineException("the line has no \"" + (uri == null ? "uri" : "entity") + "\"");
        }
        return new ImportLine(number, uri, scope == null ? ScopeText.OF_TYPE : scope, entity);
    }

    private static String text(String name, JsonParser parser, @Nullable JsonToken value)
            throws IOException, BadLineException {
        if (value != JsonToken.VALUE_STRING) {
            throw new BadLineException("\"" + name + "\" is not a string");
        }
        return parser.getText();
    }

    private static void requireFirst(String name, @Nullable Object earlier) throws BadLineException {
        if (earlier != null) {
            throw new BadLineException("the line has \"" + name + "\" twice");
        }
    }
}
