package dev.substrate.dht.seed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.dht.internal.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where two entities differ. */
final class Differences {

    private final List<SeedChange> found = new ArrayList<>();

    private Differences() {}

    static List<SeedChange> between(JsonNode before, JsonNode after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return differences.found;
    }

    private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            before.properties()
                    .forEach(member ->
                            compare(child(path, member.getKey()), member.getValue(), after.get(member.getKey())));
            after.properties().forEach(member -> {
                if (!before.has(member.getKey())) {
                    compare(child(path, member.getKey()), null, member.getValue());
                }
            });
        } else if (before == null || !before.equals(after)) {
            found.add(new SeedChange(
                    path,
                    before == null ? null : JsonTree.write(before),
                    after == null ? null : JsonTree.write(after)));
        }
    }

    private static String child(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
