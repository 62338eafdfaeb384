package dev.substrate.dht.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.record.Json;
import org.jspecify.annotations.Nullable;

/** JSON merge patch, RFC 7396. Numbers keep their digits. */
public final class MergePatch {

    private final JsonNode patch;

    /** Takes a patch that was checked to be JSON within the bounds of entities. */
    public MergePatch(String patch) {
        this.patch = JsonTree.read(patch);
    }

    /** Returns what becomes of an entity, or of none. */
    public Json applyTo(@Nullable Json target) {
        return JsonTree.write(applyToTree(target == null ? NullNode.getInstance() : JsonTree.read(target.text())));
    }

    /** Returns what becomes of a tree. */
    public JsonNode applyToTree(JsonNode target) {
        return merge(target, patch);
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged =
                target.isObject() ? ((ObjectNode) target).deepCopy() : JsonNodeFactory.instance.objectNode();
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
}
