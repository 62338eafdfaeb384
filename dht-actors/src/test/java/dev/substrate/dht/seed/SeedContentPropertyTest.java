package dev.substrate.dht.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.dht.internal.json.JsonTree;
import dev.substrate.record.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SeedContentPropertyTest {

    private static final int DEPTH_MAX = 3;

    @Property
    void onceItIsWrittenThereIsNothingToDo(
            @ForAll("contents") SeedContent content, @ForAll("records") Optional<Json> current) {
        SeedStep first = content.against(1, current.orElse(null));

        if (first.writes()) {
            Json written = content.applyTo(current.orElse(null));
            assertThat(content.against(2, written)).isEqualTo(new SeedStep.Unchanged(2));
        } else {
            assertThat(content.against(1, current.orElse(null))).isEqualTo(first);
        }
    }

    @Property
    void whatIsThereIsNeverOverwrittenInModeAbsent(@ForAll("entities") Json entity, @ForAll("entities") Json current) {
        SeedContent content = new SeedContent(SeedMode.ABSENT, entity);

        assertThat(content.against(1, current).writes()).isFalse();
        assertThat(content.applyTo(current)).isEqualTo(current);
    }

    @Property
    void theChangesOfAMergeAreWhatBecomesOfTheRecord(@ForAll("objects") Json patch, @ForAll("entities") Json current) {
        SeedContent content = new SeedContent(SeedMode.MERGE, patch);
        JsonNode before = JsonTree.read(current.text());
        JsonNode after = JsonTree.read(content.applyTo(current).text());

        List<SeedChange> changes =
                content.against(1, current) instanceof SeedStep.Merge merge ? merge.changes() : List.of();

        assertThat(changes.isEmpty()).isEqualTo(before.equals(after));
        assertThat(changes).extracting(SeedChange::path).doesNotHaveDuplicates();
        assertThat(changes).allSatisfy(change -> {
            assertThat(at(before, change.path())).isEqualTo(Optional.ofNullable(change.before()));
            assertThat(at(after, change.path())).isEqualTo(Optional.ofNullable(change.after()));
        });
    }

    @Property
    void aCreatedRecordHoldsWhatTheStepSays(@ForAll("contents") SeedContent content) {
        assertThat(content.against(0, null)).isEqualTo(new SeedStep.Create(content.applyTo(null)));
    }

    @Provide
    Arbitrary<SeedContent> contents() {
        return Arbitraries.oneOf(
                entities().map(entity -> new SeedContent(SeedMode.ABSENT, entity)),
                objects().map(patch -> new SeedContent(SeedMode.MERGE, patch)));
    }

    @Provide
    Arbitrary<Optional<Json>> records() {
        return entities().optional(0.8);
    }

    @Provide
    Arbitrary<Json> entities() {
        return values(DEPTH_MAX).filter(text -> !text.equals("null")).map(Json::new);
    }

    @Provide
    Arbitrary<Json> objects() {
        return object(DEPTH_MAX).map(Json::new);
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalars = Arbitraries.of("null", "true", "0", "1", "1.0", "1.00", "1e2", "\"\"", "\"a\"");
        return depth == 0
                ? scalars
                : Arbitraries.frequencyOf(
                        Tuple.of(3, scalars),
                        Tuple.of(
                                1,
                                values(depth - 1)
                                        .list()
                                        .ofMaxSize(2)
                                        .map(items -> items.stream().collect(Collectors.joining(",", "[", "]")))),
                        Tuple.of(3, object(depth)));
    }

    /** Few names, so that the members of two objects meet. */
    private static Arbitrary<String> object(int depth) {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c/d", "~"), values(depth - 1))
                .ofMaxSize(3)
                .map(members -> members.entrySet().stream()
                        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private static Optional<Json> at(JsonNode tree, String path) {
        JsonNode found = tree.at(path);
        return found.isMissingNode() ? Optional.empty() : Optional.of(JsonTree.write(found));
    }
}
