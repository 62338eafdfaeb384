package dev.substrate.dht.seed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.json.JsonTree;
import dev.substrate.dht.internal.json.MergePatch;
import dev.substrate.record.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a record is to hold, and the rule that says what is to be done for it. Entities are compared as values: white space and the
 * order of members make no difference.
 *
 * @param mode what is done with a record that is there already
 * @param entity what is written if it is not; the merge patch if the mode is {@link SeedMode#MERGE}
 */
public record SeedContent(SeedMode mode, Json entity) {

    /** The deepest nesting of an entity in a seed. */
    public static final int DEPTH_MAX = 256;

    // How large an entity may be is for the nodes to say: their setting may not be the default.
    private static final EntityText CHECK = new EntityText(Integer.MAX_VALUE, DEPTH_MAX);

    /** @throws IllegalArgumentException if the entity is not JSON, or null, or too deep, or to be merged and no object */
    public SeedContent {
        Objects.requireNonNull(mode, "mode");
        CHECK.check(entity.text()).ifPresent(fault -> {
            throw new IllegalArgumentException(fault.reason());
        });
        if (mode == SeedMode.MERGE && !entity.text().stripLeading().startsWith("{")) {
            throw new IllegalArgumentException("what is merged is a JSON object");
        }
    }

    /**
     * Returns what is to be done.
     *
     * @param version the version of the record; does not matter if there is none
     * @param current what the record holds, or null if there is none or it was deleted
     */
    public SeedStep against(long version, @Nullable Json current) {
        if (current == null) {
            return new SeedStep.Create(applyTo(null));
        }
        JsonNode before = JsonTree.read(current.text());
        JsonNode after = mode == SeedMode.MERGE
                ? new MergePatch(entity.text()).applyToTree(before)
                : JsonTree.read(entity.text());
        List<SeedChange> changes = Differences.between(before, after);
        if (changes.isEmpty()) {
            return new SeedStep.Unchanged(version);
        }
        return mode == SeedMode.MERGE ? new SeedStep.Merge(version, changes) : new SeedStep.Differs(version, changes);
    }

    /** Returns what a record holds after it was created from this seed, or after the seed was merged into it. */
    public Json applyTo(@Nullable Json current) {
        return switch (mode) {
            case MERGE -> new MergePatch(entity.text()).applyTo(current);
            case ABSENT -> current == null ? entity : current;
        };
    }
}
