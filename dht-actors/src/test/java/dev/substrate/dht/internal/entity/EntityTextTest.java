package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.entity.EntityText.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTextTest {

    private static final int BYTES_MAX = 4096;
    private static final int DEPTH_MAX = 8;

    private final EntityText text = new EntityText(BYTES_MAX, DEPTH_MAX);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-1.5e-3",
                "true",
                "\"\"",
                " { \"a\" : [ null ] } ",
                "\"😀\"",
                "\"\\ud83d\\ude00\"",
                "{\"a\":1,\"a\":2}",
                "123456789012345678901234567890.123456789012345678901234567890"
            })
    void oneJsonValueWithinTheBoundsIsAnEntity(String entity) {
        assertThat(text.check(entity)).isEmpty();
    }

    @Test
    void nullIsNoEntityAndTheWriterIsToldToDelete() {
        assertThat(text.check(" null "))
                .get()
                .isEqualTo(new Fault(null, "the entity is null. To remove a record, delete it."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void anEmptyTextIsNoEntity(String empty) {
        assertThat(text.check(empty)).get().isEqualTo(new Fault(null, "the entity is empty, not a JSON value."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "{}{}", "{} []", "[1] null", "\"a\"\"b\"", "true false", "{}\n1"})
    void moreThanOneValueIsNoEntity(String values) {
        assertThat(text.check(values)).get().isEqualTo(new Fault(null, "the entity is more than one JSON value."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "]",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "{\"a\"}",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "tru",
                "nul",
                "\"\n\"",
                "\"\\x\"",
                "// c\n1",
                "[1] x",
                "\u0000",
                "{\"a\":1,}",
                "1 ]",
                "\uFEFF{}"
            })
    void whatIsNotJsonIsNoEntity(String notJson) {
        assertThat(text.check(notJson)).get().satisfies(fault -> {
            assertThat(fault.bound()).isNull();
            assertThat(fault.reason()).startsWith("the entity is ");
        });
    }

    @Test
    void theFaultSaysWhereItIs() {
        assertThat(text.check("{\n  \"a\": x}").orElseThrow().reason()).contains("line 2, column ");
    }

    @Test
    void theBoundOnTheSizeCountsBytesOfUtf8() {
        assertThat(text.check(quoted("a".repeat(BYTES_MAX - 2)))).isEmpty();
        assertThat(text.check(quoted("ä".repeat((BYTES_MAX - 2) / 2)))).isEmpty();
        assertThat(text.check(quoted("世".repeat(1364) + "ä"))).isEmpty();
        assertThat(text.check(quoted("😀".repeat(1023) + "aa"))).isEmpty();

        assertTooLarge(quoted("a".repeat(BYTES_MAX - 1)), 4097);
        assertTooLarge(quoted("ä".repeat((BYTES_MAX - 2) / 2) + "a"), 4097);
        assertTooLarge(quoted("世".repeat(1364) + "äa"), 4097);
        assertTooLarge(quoted("😀".repeat(1024)), 4098);
    }

    @Property
    void theSizeInTheFaultIsTheSizeInUtf8(@ForAll("documents") String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;

        assertThat(new EntityText(bytes, 64).check(document)).isEmpty();
        assertThat(new EntityText(bytes - 1, 64).check(document)).get().satisfies(fault -> {
            assertThat(fault.bound()).isEqualTo(EntityText.BYTES_BOUND);
            assertThat(fault.reason()).contains(" " + bytes + " bytes ");
        });
    }

    @Test
    void theBoundOnTheDepthCountsArraysAndObjects() {
        assertThat(text.check("[".repeat(8) + "]".repeat(8))).isEmpty();
        assertThat(text.check("{\"a\":[".repeat(4) + "]}".repeat(4))).isEmpty();

        assertTooDeep("[".repeat(9) + "]".repeat(9));
        assertTooDeep("{\"a\":[".repeat(4) + "{}" + "]}".repeat(4));
        assertTooDeep("[".repeat(2000));
    }

    @Test
    void siblingsAreNotDepth() {
        assertThat(text.check("[" + "[[]],".repeat(100) + "[]]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\ud83d\"", "\"\ude00\ud83d\"", "\ud83d", "{\"\ude00\":1}"})
    void halfASurrogatePairIsNoEntity(String half) {
        assertThat(text.check(half)).get().satisfies(fault -> {
            assertThat(fault.bound()).isNull();
            assertThat(fault.reason()).contains("half a surrogate pair");
        });
    }

    @Test
    void aNumberOfMoreDigitsThanReadersTakeIsNoEntity() {
        assertThat(text.check("1".repeat(1000))).isEmpty();
        for (String number : List.of(
                "1".repeat(1001), "-" + "1".repeat(1001), "0." + "1".repeat(1001), "[1.5e" + "1".repeat(1001) + "]")) {
            assertThat(text.check(number)).get().satisfies(fault -> {
                assertThat(fault.bound()).isNull();
                assertThat(fault.reason()).startsWith("the entity is not JSON that can be stored");
            });
        }
    }

    @Property(tries = 300)
    void noProperBeginningOfADocumentIsAnEntity(@ForAll("documents") String document) {
        EntityText wide = new EntityText(BYTES_MAX * 4, 64);
        assertThat(wide.check(document)).isEmpty();

        for (int end = 0; end < document.length(); end++) {
            assertThat(wide.check(document.substring(0, end)))
                    .as("the first %d characters of %s", end, document)
                    .isPresent();
        }
    }

    private void assertTooLarge(String entity, int bytes) {
        assertThat(text.check(entity))
                .get()
                .isEqualTo(new Fault(
                        EntityText.BYTES_BOUND,
                        "the entity has " + bytes + " bytes of UTF-8, substrate.record.entity-bytes-max allows 4096."));
    }

    private void assertTooDeep(String entity) {
        assertThat(text.check(entity))
                .get()
                .isEqualTo(
                        new Fault(
                                EntityText.DEPTH_BOUND,
                                "the entity is nested deeper than 8 levels, which substrate.record.entity-depth-max does not allow."));
    }

    private static String quoted(String content) {
        return '"' + content + '"';
    }

    /** Arrays, objects and strings: of a number, the beginning may be a number. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> strings = Arbitraries.strings()
                .withChars("abc äé世 {}[]:,/")
                .ofMaxLength(6)
                .map(EntityTextTest::quoted);
        Arbitrary<String> escapes = Arbitraries.of("\"\\n\"", "\"\\u00e4\"", "\"\\\\\"", "\"\\\"\"", "\"😀\"");
        Arbitrary<String> scalars = Arbitraries.oneOf(
                strings,
                escapes,
                Arbitraries.of("null", "true", "false", "0", "-1.50", "1e-7", "12345678901234567890"));
        Arbitrary<String> values = Arbitraries.lazyOf(() -> scalars, () -> structures(nested(scalars)));
        return Arbitraries.oneOf(strings, escapes, structures(values));
    }

    private static Arbitrary<String> nested(Arbitrary<String> values) {
        return Arbitraries.oneOf(values, structures(values), structures(structures(values)));
    }

    private static Arbitrary<String> structures(Arbitrary<String> values) {
        Arbitrary<String> members = Combinators.combine(Arbitraries.of("a", "b", "ü"), values)
                .as((name, value) -> quoted(name) + " : " + value);
        return Arbitraries.oneOf(
                values.list().ofMaxSize(3).map(list -> "[" + String.join(" , ", list) + "]"),
                members.list().ofMaxSize(3).map(list -> list.stream().collect(Collectors.joining(",", "{", " }"))));
    }
}
