package dev.substrate.dht.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.record.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedContentTest {

    @Test
    void whatIsNotThereIsCreatedAsItStandsInTheSeed() {
        assertThat(absent("{ \"a\" : 1.0 }").against(0, null))
                .isEqualTo(new SeedStep.Create(new Json("{ \"a\" : 1.0 }")));
        assertThat(merge("{\"a\":1,\"b\":null}").against(0, null))
                .isEqualTo(new SeedStep.Create(new Json("{\"a\":1}")));
    }

    @Test
    void whatIsThereStaysAsItIsInModeAbsent() {
        assertThat(absent("{\"a\":1}").against(3, new Json("{\"a\":2,\"b\":0}")))
                .isEqualTo(new SeedStep.Differs(
                        3,
                        List.of(
                                new SeedChange("/a", new Json("2"), new Json("1")),
                                new SeedChange("/b", new Json("0"), null))));
    }

    @Test
    void aMergeChangesTheMembersThatItNames() {
        assertThat(merge("{\"a\":{\"x/y\":1},\"b\":null,\"c\":[1],\"~\":true}")
                        .against(7, new Json("{\"a\":{\"z\":0},\"b\":5,\"c\":[1,2],\"d\":4}")))
                .isEqualTo(new SeedStep.Merge(
                        7,
                        List.of(
                                new SeedChange("/a/x~1y", null, new Json("1")),
                                new SeedChange("/b", new Json("5"), null),
                                new SeedChange("/c", new Json("[1,2]"), new Json("[1]")),
                                new SeedChange("/~0", null, new Json("true")))));
    }

    @Test
    void aRecordThatIsNoObjectIsReplacedByAMerge() {
        assertThat(merge("{\"a\":1}").against(2, new Json("[0]")))
                .isEqualTo(new SeedStep.Merge(2, List.of(new SeedChange("", new Json("[0]"), new Json("{\"a\":1}")))));
    }

    @Test
    void whiteSpaceAndTheOrderOfMembersMakeNoDifference() {
        Json there = new Json("{ \"b\" : [ 1 ], \"a\" : 1.50 }");

        assertThat(absent("{\"a\":1.5,\"b\":[1]}").against(4, there)).isEqualTo(new SeedStep.Unchanged(4));
        assertThat(merge("{\"b\":[1],\"c\":null}").against(4, there)).isEqualTo(new SeedStep.Unchanged(4));
    }

    @Test
    void onlyCreateAndMergeWrite() {
        assertThat(absent("1").against(0, null).writes()).isTrue();
        assertThat(merge("{\"a\":1}").against(1, new Json("{}")).writes()).isTrue();
        assertThat(absent("1").against(1, new Json("1")).writes()).isFalse();
        assertThat(absent("1").against(1, new Json("2")).writes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "null", "{} {}", "{\"a\":}"})
    void whatIsNoEntityIsNoSeed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> absent(text)).withMessageContaining("entity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[{}]", "\"{\"", " true"})
    void onlyAnObjectCanBeMerged(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> merge(text)).withMessageContaining("object");
    }

    @Test
    void anEntityThatIsTooDeepIsNoSeed() {
        int tooDeep = SeedContent.DEPTH_MAX + 1;
        assertThatIllegalArgumentException().isThrownBy(() -> absent("[".repeat(tooDeep) + "]".repeat(tooDeep)));
    }

    private static SeedContent absent(String entity) {
        return new SeedContent(SeedMode.ABSENT, new Json(entity));
    }

    private static SeedContent merge(String patch) {
        return new SeedContent(SeedMode.MERGE, new Json(patch));
    }
}
