package dev.substrate.dht.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps fields that a newer program has written, and an older one does not know, when the older one updates the entity.
 *
 * <p>A field is unknown if it is stored, but missing from what the class writes of the entity that it has just read. Objects
 * are compared field by field, arrays element by element: an element that the update left as it was keeps its unknown
 * fields wherever it has moved; one that was changed keeps them if it is where it was and the array is as long as before.
 */
final class UnknownFields {

    private UnknownFields() {}

    /**
     * Adds to an entity what is unknown.
     *
     * @param stored the entity as it is stored
     * @param known the same entity as the class writes it
     * @param next the entity to write, which is changed
     */
    static JsonNode keep(JsonNode stored, JsonNode known, JsonNode next) {
        if (stored instanceof ObjectNode from && known instanceof ObjectNode seen && next instanceof ObjectNode to) {
            keepFields(from, seen, to);
        } else if (stored instanceof ArrayNode from
                && known instanceof ArrayNode seen
                && next instanceof ArrayNode to
                && from.size() == seen.size()) {
            keepElements(from, seen, to);
        }
        return next;
    }

    private static void keepFields(ObjectNode stored, ObjectNode known, ObjectNode next) {
        for (Map.Entry<String, JsonNode> field : stored.properties()) {
            JsonNode seen = known.get(field.getKey());
            JsonNode to = next.get(field.getKey());
            if (seen == null && to == null) {
                next.set(field.getKey(), field.getValue());
            } else if (seen != null && to != null) {
                keep(field.getValue(), seen, to);
            }
        }
    }

    private static void keepElements(ArrayNode stored, ArrayNode known, ArrayNode next) {
        Map<JsonNode, Deque<Integer>> elsewhere = new HashMap<>();
        boolean[] unchanged = new boolean[next.size()];
        for (int i = 0; i < known.size(); i++) {
            if (i < next.size() && known.get(i).equals(next.get(i))) {
                unchanged[i] = true;
                keep(stored.get(i), known.get(i), next.get(i));
            } else {
                elsewhere
                        .computeIfAbsent(known.get(i), element -> new ArrayDeque<>())
                        .add(i);
            }
        }
        for (int i = 0; i < next.size(); i++) {
            if (!unchanged[i]) {
                Deque<Integer> moved = elsewhere.get(next.get(i));
                if (moved != null && !moved.isEmpty()) {
                    int from = moved.remove();
                    keep(stored.get(from), known.get(from), next.get(i));
                } else if (known.size() == next.size()) {
                    keep(stored.get(i), known.get(i), next.get(i));
                }
            }
        }
    }
}
