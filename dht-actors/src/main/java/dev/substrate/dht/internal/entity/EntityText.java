package dev.substrate.dht.internal.entity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a text is an entity that may be stored: one JSON value but null, within the bounds on size and depth. */
public final class EntityText {

    /** The name of the bound on the size. */
    public static final String BYTES_BOUND = "substrate.record.entity-bytes-max";

    /** The name of the bound on the depth. */
    public static final String DEPTH_BOUND = "substrate.record.entity-depth-max";

    /**
     * What is wrong with a text.
     *
     * @param bound the name of the setting that it exceeds, or null if it is not JSON
     * @param reason in words
     */
    public record Fault(@Nullable String bound, String reason) {}

    private final int bytesMax;
    private final int depthMax;
    private final JsonFactory json;

    /** Makes a check with these bounds. */
    public EntityText(int bytesMax, int depthMax) {
        this.bytesMax = bytesMax;
        this.depthMax = depthMax;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .build())
                .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
                .build();
    }

    /** Returns what is wrong with a text, or nothing. */
    public Optional<Fault> check(String text) {
        long bytes = utf8Length(text);
        if (bytes < 0) {
            return fault(null, "the entity is not well-formed Unicode: it has half a surrogate pair.");
        }
        if (bytes > bytesMax) {
            return tooLarge(bytes);
        }
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return fault(null, "the entity is empty, not a JSON value.");
            }
            if (first == JsonToken.VALUE_NULL) {
                return fault(null, "the entity is null. To remove a record, delete it.");
            }
            int depth = 0;
            for (JsonToken token = first; token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    // Numbers are read lazily: this is what finds the ones that are out of all bounds.
                    parser.getNumberType();
                }
                if (depth == 0 && (token.isStructEnd() || token.isScalarValue()) && parser.nextToken() != null) {
                    return fault(null, "the entity is more than one JSON value.");
                }
            }
            return Optional.empty();
        } catch (StreamConstraintsException e) {
            return e.getOriginalMessage().contains("nesting depth")
                    ? fault(
                            DEPTH_BOUND,
                            "the entity is nested deeper than " + depthMax + " levels, which " + DEPTH_BOUND
                                    + " does not allow.")
                    : fault(null, "the entity is not JSON that can be stored: " + e.getOriginalMessage() + ".");
        } catch (JsonProcessingException e) {
            return fault(
                    null,
                    "the entity is not JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ").");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed", e);
        }
    }

    /** Returns the fault of an entity that is too large. */
    public Optional<Fault> tooLarge(long bytes) {
        return fault(
                BYTES_BOUND,
                "the entity has " + bytes + " bytes of UTF-8, " + BYTES_BOUND + " allows " + bytesMax + ".");
    }

    /** Returns the bound on the size, in bytes of UTF-8. */
    public int bytesMax() {
        return bytesMax;
    }

    private static Optional<Fault> fault(@Nullable String bound, String reason) {
        return Optional.of(new Fault(bound, reason));
    }

    /** Returns the number of bytes that a text takes, or -1 if it cannot be encoded. */
    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }
}
