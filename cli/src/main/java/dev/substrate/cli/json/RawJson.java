package dev.substrate.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts values out of JSON text as they stand there, byte by byte. */
public final class RawJson {

    private RawJson() {}

    /**
     * Returns a factory whose parsers read UTF-8 and nothing else, and refuse values nested deeper than {@code depthMax}.
     */
    public static JsonFactory factory(int depthMax) {
        return new JsonFactoryBuilder()
                // Offsets are bytes only as long as nobody guesses another encoding.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                // Names come from users: they do not belong among the JVM's own strings. (Nor do they gain from a
                // shared
                // table, but without CANONICALIZE_FIELD_NAMES Jackson reads characters, and byte offsets are lost.)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // How long a text or a number may be is the store's to say.
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** Returns whether bytes are valid UTF-8, which the parsers take for granted. */
    public static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Returns the bytes of the value that {@code parser} stands on, and leaves it on the value's last token.
     *
     * @param source the bytes that the parser reads, from their beginning
     */
    public static byte[] value(JsonParser parser, byte[] source) throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        // A string is read only when somebody wants it; until then the parser does not know where it ends.
        parser.finishToken();
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return Arrays.copyOfRange(source, start, end);
    }

    /**
     * Returns a member of an object as it stands there, or an empty text if it has none of this name.
     *
     * @throws IOException if it is no JSON object
     */
    public static String member(String json, String name) throws IOException {
        byte[] source = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = factory(Integer.MAX_VALUE).createParser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                parser.nextToken();
                if (wanted) {
                    return new String(value(parser, source), StandardCharsets.UTF_8);
                }
                parser.skipChildren();
            }
        }
        return "";
    }
}
