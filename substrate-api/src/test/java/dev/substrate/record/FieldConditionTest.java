package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldConditionTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("/age >= 18", FieldCondition.atLeast("/age", FieldValue.of(18))),
                Arguments.of("/age>18", FieldCondition.above("/age", FieldValue.of(18))),
                Arguments.of("  /age<=18.50 ", FieldCondition.atMost("/age", FieldValue.of(new BigDecimal("18.5")))),
                Arguments.of("/age < -1e3", FieldCondition.below("/age", FieldValue.of(-1000))),
                Arguments.of("/city = Bad Homburg", FieldCondition.equalTo("/city", FieldValue.of("Bad Homburg"))),
                Arguments.of("/city=\"Bad Homburg\"", FieldCondition.equalTo("/city", FieldValue.of("Bad Homburg"))),
                Arguments.of("/zip = \"01234\"", FieldCondition.equalTo("/zip", FieldValue.of("01234"))),
                Arguments.of("/zip = 01234", FieldCondition.equalTo("/zip", FieldValue.of("01234"))),
                Arguments.of("/paid = true", FieldCondition.equalTo("/paid", FieldValue.of(true))),
                Arguments.of("/paid = \"true\"", FieldCondition.equalTo("/paid", FieldValue.of("true"))),
                Arguments.of("/name ^= An", FieldCondition.startsWith("/name", "An")),
                Arguments.of("/name ^= \"\"", FieldCondition.startsWith("/name", "")),
                Arguments.of("/name exists", FieldCondition.exists("/name")),
                Arguments.of("\"/a =b\" = 1", FieldCondition.equalTo("/a =b", FieldValue.of(1))),
                Arguments.of("/a = \"\\u00e4\\n\\\"\\\\\"", FieldCondition.equalTo("/a", FieldValue.of("ä\n\"\\"))),
                Arguments.of("/a = b = c", FieldCondition.equalTo("/a", FieldValue.of("b = c"))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isReadAsPeopleWriteIt(String text, FieldCondition meant) {
        assertThat(FieldCondition.parse(text)).isEqualTo(meant);
        assertThat(FieldCondition.parse(meant.toString())).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "age = 1",
                "/age",
                "/age =",
                "/age == 1",
                "/age != 1",
                "/age = null",
                "/age = \"open",
                "/age = \"a\" b",
                "/age = \"\\x\"",
                "/age = \"\\u12g4\"",
                "/age ^= 1",
                "/a~2 = 1",
                "\"/a = 1",
                "= 1",
                "/age existsnot",
                "/age = 1e99999999999",
                "/age > 1 && /age < 3",
                "/name = Anna || /name = Bob"
            })
    void whatIsNoneIsRefusedWithTheReason(String text) {
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> FieldCondition.parse(text))
                .withMessageMatching("(?s).{30,}");
    }

    @Test
    void boundsHaveNames() {
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> FieldCondition.exists("/" + "x".repeat(FieldCondition.FIELD_LENGTH_MAX)));
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> FieldCondition.parse("/a = " + "x".repeat(FieldCondition.TEXT_LENGTH_MAX + 1)));
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> FieldCondition.parse("/a = " + "1".repeat(1001)));
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> FieldCondition.between("/a", FieldValue.of(1), FieldValue.of("2")));
    }

    @Test
    void aRangeWithOneEndHoldsValuesOfItsKindOnly() {
        FieldCondition.Test adult = FieldCondition.parse("/age >= 18").test();
        assertThat(adult.passes(FieldValue.of(18))).isTrue();
        assertThat(adult.passes(FieldValue.of(17))).isFalse();
        assertThat(adult.passes(FieldValue.of("old"))).isFalse();
        assertThat(adult.passes(FieldValue.of(true))).isFalse();
    }

    @Test
    void numbersAreComparedByValueAndTextsByCodePoint() {
        assertThat(FieldValue.of(1)).isEqualTo(FieldValue.of(new BigDecimal("1.00")));
        assertThat(FieldValue.number("1e2")).contains(FieldValue.of(100));
        assertThat(FieldValue.number("1e999999999999")).isEmpty();
        assertThat(Stream.of(
                                FieldValue.of("\uD83D\uDE00"),
                                FieldValue.of("\uFFFD"),
                                FieldValue.of("a"),
                                FieldValue.of(new BigDecimal("1e400")),
                                FieldValue.of(-3),
                                FieldValue.of(true),
                                FieldValue.of(false))
                        .sorted())
                .containsExactly(
                        FieldValue.of(false),
                        FieldValue.of(true),
                        FieldValue.of(-3),
                        FieldValue.of(new BigDecimal("1e400")),
                        FieldValue.of("a"),
                        FieldValue.of("\uFFFD"),
                        FieldValue.of("\uD83D\uDE00"));
    }

    @Test
    void twoEndsOfOneFieldAreMetByOneValue() {
        Query<Json> query = Query.of(
                RecordType.json("user"),
                FieldCondition.parse("/age < 30"),
                FieldCondition.parse("/city = Rome"),
                FieldCondition.parse("/age >= 18"));
        assertThat(query.conditions())
                .isEqualTo(List.of(
                        new FieldCondition(
                                "/age", new FieldCondition.Range(FieldValue.of(18), false, FieldValue.of(30), true)),
                        FieldCondition.parse("/city = Rome")));
        assertThat(query.conditions().get(0)).hasToString("/age >= 18 && /age < 30");
        assertThat(query.conditions().get(0).parts())
                .containsExactly(FieldCondition.parse("/age >= 18"), FieldCondition.parse("/age < 30"));
        assertThat(query.conditions().get(1).parts())
                .containsExactly(query.conditions().get(1));
    }

    @Test
    void aQueryHasBounds() {
        Query<Json> query = Query.of(RecordType.json("user"), FieldCondition.exists("/a"));
        assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> query.limit(0));
        assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> query.limit(1001));
        assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> Query.of(RecordType.json("user")));
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> RecordType.json("user").indexed("age"));
    }
}
