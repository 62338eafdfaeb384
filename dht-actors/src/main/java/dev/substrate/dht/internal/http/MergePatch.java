package dev.substrate.dht.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.record.Json;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON merge patch, RFC 7396. Numbers keep their digits. */
final class MergePatch {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonNode patch;

    /** Takes a patch that was checked to be JSON within the bounds of entities. */
    MergePatch(String patch) {
        this.patch = read(patch);
    }

    /** Returns what becomes of an entity, or of none. */
    Json applyTo(@Nullable Json target) {
        JsonNode merged = merge(target == null ? JSON.nullNode() : read(target.text()), patch);
        try {
            return new Json(JSON.writeValueAsString(merged));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree could not be written as JSON", e);
        }
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target.isObject() ? ((ObjectNode) target).deepCopy() : JSON.createObjectNode();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                JsonNode old = merged.path(change.getKey());
                merged.set(change.getKey(), merge(old, change.getValue()));
            }
        });
        return merged;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A text that was checked to be JSON is not", e);
        }
    }
}
