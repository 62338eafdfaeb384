package dev.substrate.dht.internal.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a record as a line of JSON. Entities stand in it character by character as they were written: as the value
 * of {@code entity}, or if they have line ends between their tokens, as a text, {@code entityText}.
 *
 * @param id which record
 */
public record StoreLine(RecordId id, Restoration version) {

    /** Says why a line cannot be read. */
    public static final class BadLineException extends Exception {

        private static final long serialVersionUID = 1L;

        BadLineException(String reason) {
            super(reason, null, false, false);
        }

        /** Returns why, as part of a sentence. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            // Offsets are bytes only as long as nobody guesses another encoding.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // How large and how deep an entity may be is checked by who stores it.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Returns the line, without a line feed. */
    public String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            json.writeNumberField("version", version.version());
            json.writeNumberField("typeVersion", version.typeVersion());
            json.writeStringField("created", version.created().toString());
            json.writeStringField("modified", version.modified().toString());
            Instant expires = version.expires();
            if (expires != null) {
                json.writeStringField("expires", expires.toString());
            }
            json.writeStringField("writer", version.writer());
            write(version.request(), json);
            json.writeBooleanField("tombstone", version.entity() == null);
            write("deleted", version.deleted(), json);
            write("entity", version.entity(), json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to a string failed", e);
        }
        return text.toString();
    }

    private static void write(@Nullable PastRequest request, JsonGenerator json) throws IOException {
        if (request == null) {
            return;
        }
        json.writeObjectFieldStart("request");
        json.writeStringField("id", request.id());
        json.writeStringField("fingerprint", request.fingerprint());
        json.writeStringField("modified", request.modified().toString());
        json.writeBooleanField("created", request.created());
        json.writeEndObject();
    }

    private static void write(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value == null) {
            return;
        }
        if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            json.writeFieldName(name);
            json.writeRawValue(value);
        } else {
            json.writeStringField(name + "Text", value);
        }
    }

    /**
     * Reads what {@link #text} makes. Members that it does not know are refused: they say something that would be lost.
     *
     * @param line UTF-8, without a line feed
     */
    public static StoreLine parse(byte[] line) throws BadLineException {
        requireUtf8(line);
        Fields fields = new Fields();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadLineException("the line is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(parser, line);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new BadLineException("there is more in the line than one JSON object");
            }
            return fields.line();
        } catch (JsonProcessingException e) {
            throw new BadLineException("the line is not JSON: " + e.getOriginalMessage());
        } catch (DateTimeException | InvalidNameException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static void requireUtf8(byte[] line) throws BadLineException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
        } catch (CharacterCodingException e) {
            throw new BadLineException("the line is not UTF-8");
        }
    }

    /** What was read of a line. */
    private static final class Fields {

        private final Set<String> seen = new HashSet<>();
        private @Nullable RecordId id;
        private long version;
        private int typeVersion = 1;
        private @Nullable Instant created;
        private @Nullable Instant modified;
        private @Nullable Instant expires;
        private String writer = "";
        private @Nullable Fields request;
        private String fingerprint = "";
        private String requestId = "";
        private boolean flag;
        private boolean tombstone;
        private @Nullable String deleted;
        private @Nullable String entity;

        void read(JsonParser parser, byte[] line) throws IOException, BadLineException {
            String name = parser.currentName();
            if (!seen.add(name)) {
                throw new BadLineException("the line has '" + name + "' twice");
            }
            JsonToken token = parser.nextToken();
            switch (name) {
                case "id" -> id = RecordId.parse(text(name, parser, token));
                case "version" -> version = number(name, parser, token);
                case "typeVersion" -> typeVersion = (int) Math.min(Integer.MAX_VALUE, number(name, parser, token));
                case "created" -> created = Instant.parse(text(name, parser, token));
                case "modified" -> modified = Instant.parse(text(name, parser, token));
                case "expires" -> expires = Instant.parse(text(name, parser, token));
                case "writer" -> writer = text(name, parser, token);
                case "tombstone" -> tombstone = flag(name, parser, token);
                case "request" -> request = request(parser, token);
                case "deleted" -> deleted = raw(parser, line);
                case "deletedText" -> deleted = text(name, parser, token);
                case "entity" -> entity = raw(parser, line);
                case "entityText" -> entity = text(name, parser, token);
                default -> throw new BadLineException("the line has '" + name + "', which this release does not know");
            }
        }

        private static Fields request(JsonParser parser, JsonToken token) throws IOException, BadLineException {
            if (token != JsonToken.START_OBJECT) {
                throw new BadLineException("'request' is no object");
            }
            Fields read = new Fields();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                read.seen.add(name);
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> read.requestId = text(name, parser, value);
                    case "fingerprint" -> read.fingerprint = text(name, parser, value);
                    case "modified" -> read.modified = Instant.parse(text(name, parser, value));
                    case "created" -> read.flag = flag(name, parser, value);
                    default -> throw new BadLineException("'request' has '" + name + "'");
                }
            }
            if (read.requestId.isEmpty() || read.modified == null || read.seen.size() != 4) {
                throw new BadLineException("'request' is not complete");
            }
            return read;
        }

        StoreLine line() throws BadLineException {
            if (id == null || created == null || modified == null) {
                throw new BadLineException("the line has no id, 'created' or 'modified'");
            }
            if (tombstone != (entity == null) || (seen.contains("entity") && seen.contains("entityText"))) {
                throw new BadLineException("the line must be a tombstone or have one entity");
            }
            try {
                return new StoreLine(
                        id,
                        new Restoration(
                                version,
                                created,
                                modified,
                                expires,
                                typeVersion,
                                writer,
                                pastRequest(),
                                entity,
                                deleted));
            } catch (IllegalArgumentException e) {
                throw new BadLineException(String.valueOf(e.getMessage()));
            }
        }

        private @Nullable PastRequest pastRequest() {
            Fields made = request;
            return made == null || made.modified == null
                    ? null
                    : new PastRequest(made.requestId, made.fingerprint, version, made.modified, made.flag);
        }

        private static String text(String name, JsonParser parser, JsonToken token)
                throws IOException, BadLineException {
            if (token != JsonToken.VALUE_STRING) {
                throw new BadLineException("'" + name + "' is no text");
            }
            return parser.getText();
        }

        private static long number(String name, JsonParser parser, JsonToken token)
                throws IOException, BadLineException {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw new BadLineException("'" + name + "' is no whole number");
            }
            return parser.getLongValue();
        }

        private static boolean flag(String name, JsonParser parser, JsonToken token)
                throws IOException, BadLineException {
            if (!token.isBoolean()) {
                throw new BadLineException("'" + name + "' is neither true nor false");
            }
            return parser.getBooleanValue();
        }

        private static String raw(JsonParser parser, byte[] line) throws IOException {
            int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            parser.skipChildren();
            // A text is read only when somebody wants it; until then the parser does not know where it ends.
            parser.finishToken();
            int end = Math.toIntExact(parser.currentLocation().getByteOffset());
            return new String(line, start, end - start, StandardCharsets.UTF_8);
        }
    }
}
