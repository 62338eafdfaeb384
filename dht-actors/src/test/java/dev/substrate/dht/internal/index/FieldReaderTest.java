package dev.substrate.dht.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldValue;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "/a | {\"a\":1} | 1",
                "/a | {\"b\":{\"a\":1},\"a\":\"x\"} | \"x\"",
                "/a/b | {\"a\":{\"b\":true}} | true",
                "/a | {\"a\":[1,\"x\",null,{\"a\":2},[3]]} | 1 \"x\"",
                "/a/1 | {\"a\":[1,2]} | 2",
                "/a/1 | {\"a\":{\"1\":5}} | 5",
                "/a~1b/c~0d | {\"a/b\":{\"c~d\":7}} | 7",
                "/a | {\"a\":null} | ''",
                "/a | {\"a\":{}} | ''",
                "/a/b | {\"a\":1} | ''",
                "/a | 5 | ''",
                "/a | {\"a\":1.50e1} | 15",
                "/a | {\"a\":1e9999999999} | ''",
                "/ | {\"\":1} | 1"
            })
    void findsTheScalarsThatAPointerLeadsTo(String pointer, String entity, String values) {
        assertThat(String.join(
                        " ",
                        new FieldReader(List.of(pointer))
                                .read(entity).get(0).stream()
                                        .map(FieldValue::toString)
                                        .toList()))
                .isEqualTo(values);
    }

    @Test
    void readsSeveralFieldsAtOnceOneWithinTheOther() {
        assertThat(new FieldReader(List.of("/a", "/a/0", "/b")).read("{\"b\":0,\"a\":[1,2]}"))
                .containsExactly(
                        List.of(FieldValue.of(1), FieldValue.of(2)),
                        List.of(FieldValue.of(1)),
                        List.of(FieldValue.of(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":1}}", "{\"b\":[1,}", "nul"})
    void aTextThatIsNotJsonIsFoundOut(String text) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new FieldReader(List.of("/a")).read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a = 1", "/a > \"x\"", "/a exists", "/a ^= \"\\ud83d\"", "/a = true"})
    void aConditionTravelsAsText(String text) {
        FieldCondition condition = FieldCondition.parse(text);
        assertThat(Conditions.read(Conditions.write(condition))).isEqualTo(condition);
        FieldCondition range = FieldCondition.parse("/a > 1")
                .and(FieldCondition.parse("/a <= 3"))
                .orElseThrow();
        assertThat(Conditions.read(Conditions.write(range))).isEqualTo(range);
    }
}
