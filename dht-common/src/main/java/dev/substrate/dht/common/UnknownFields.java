package dev.substrate.dht.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps fields that a newer program has written, and an older one does not know, when the older one updates the entity.
 *
 * <p>A field is unknown if it is stored, but missing from what the class writes of the entity that it has just read. Objects
 * are compared field by field, arrays element by element. An element that the update left as it was keeps its unknown
 * fields wherever it has moved. One that was changed keeps those of the element that it is most like: with the most equal
 * fields, at least one, among those that the update has changed or dropped.
 */
final class UnknownFields {

    /** Beyond it, elements that were changed begin anew: an update is not to become slow by the square of an array. */
    private static final long COMPARISONS_MAX = 100_000;

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
        Map<JsonNode, Deque<Integer>> before = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            before.computeIfAbsent(known.get(i), element -> new ArrayDeque<>()).add(i);
        }
        Set<Integer> left = new TreeSet<>();
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            Deque<Integer> same = before.get(next.get(i));
            if (same == null || same.isEmpty()) {
                changed.add(i);
            } else {
                int from = same.remove();
                keep(stored.get(from), known.get(from), next.get(i));
            }
        }
        before.values().forEach(left::addAll);
        if ((long) left.size() * changed.size() <= COMPARISONS_MAX) {
            for (int i : changed) {
                int from = mostAlike(known, left, next.get(i), i);
                if (from >= 0) {
                    left.remove(from);
                    keep(stored.get(from), known.get(from), next.get(i));
                }
            }
        }
    }

    private static int mostAlike(ArrayNode known, Set<Integer> candidates, JsonNode element, int index) {
        int best = -1;
        int bestEqual = 0;
        for (int candidate : candidates) {
            int equal = equalFields(known.get(candidate), element);
            if (equal > bestEqual || (equal == bestEqual && equal > 0 && candidate == index)) {
                best = candidate;
                bestEqual = equal;
            }
        }
        return best;
    }

    private static int equalFields(JsonNode one, JsonNode other) {
        int equal = 0;
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            if (field.getValue().equals(other.get(field.getKey()))) {
                equal++;
            }
        }
        return equal;
    }
}
