package dev.substrate.dht.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.substrate.record.Json;
import java.io.UncheckedIOException;

/** Reads the text of entities as trees and writes trees as text. Numbers keep their digits. */
public final class JsonTree {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTree() {}

    /** Reads a text that was checked to be JSON within the bounds of entities. */
    public static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A text that was checked to be JSON is not", e);
        }
    }

    /** Writes a tree, compactly. */
    public static Json write(JsonNode tree) {
        try {
            return new Json(JSON.writeValueAsString(tree));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree could not be written as JSON", e);
        }
    }
}
