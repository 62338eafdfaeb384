package dev.substrate.dht.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.Json;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergePatchTest {

    /** The test cases of RFC 7396, appendix A: original, patch, result. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":\"b\"}           | {\"a\":\"c\"}                  | {\"a\":\"c\"}",
                "{\"a\":\"b\"}           | {\"b\":\"c\"}                  | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}           | {\"a\":null}                   | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null}                 | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}         | {\"a\":\"c\"}                  | {\"a\":\"c\"}",
                "{\"a\":\"c\"}           | {\"a\":[\"b\"]}                | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}   | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]}                    | {\"a\":[1]}",
                "[\"a\",\"b\"]           | [\"c\",\"d\"]                  | [\"c\",\"d\"]",
                "{\"a\":\"b\"}           | [\"c\"]                        | [\"c\"]",
                "{\"a\":\"foo\"}         | null                           | null",
                "{\"a\":\"foo\"}         | \"bar\"                        | \"bar\"",
                "{\"e\":null}            | {\"a\":1}                      | {\"e\":null,\"a\":1}",
                "[1,2]                   | {\"a\":\"b\",\"c\":null}       | {\"a\":\"b\"}",
                "{}                      | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
            })
    void anExampleOfTheRfcGivesWhatTheRfcSays(String original, String patch, String result) {
        assertThat(new MergePatch(patch).applyTo(new Json(original))).isEqualTo(new Json(result));
    }

    @Test
    void aRecordThatIsNotThereIsMadeFromThePatchWithoutItsNulls() {
        assertThat(new MergePatch("{\"a\":1,\"b\":null,\"c\":{\"d\":null}}").applyTo(null))
                .isEqualTo(new Json("{\"a\":1,\"c\":{}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1.10",
                "0.1000000000000000055511151231257827",
                "123456789012345678901234567890",
                "-0.000001",
                "9007199254740993",
                "19.90",
                "100"
            })
    void numbersKeepTheirDigits(String number) {
        MergePatch patch = new MergePatch("{\"new\":" + number + "}");

        assertThat(patch.applyTo(new Json("{\"old\":" + number + "}")))
                .isEqualTo(new Json("{\"old\":" + number + ",\"new\":" + number + "}"));
    }

    @ParameterizedTest
    @CsvSource({"1e2, 1E+2", "2.50e-3, 0.00250", "-0.000000000000000000000000000001, -1E-30", "1e400, 1E+400"})
    void aNumberMayChangeItsNotationButNeitherItsValueNorItsPrecision(String written, String stored) {
        assertThat(new BigDecimal(written)).isEqualTo(new BigDecimal(stored));
        assertThat(new MergePatch("{}").applyTo(new Json("{\"old\":" + written + "}")))
                .isEqualTo(new Json("{\"old\":" + stored + "}"));
    }

    @Test
    void oneHugeExponentStaysSmall() {
        assertThat(new MergePatch("{\"a\":1E+999999}").applyTo(null).text()).hasSizeLessThan(40);
    }

    @Test
    void aPatchCanBeAppliedAgainToANewerRecord() {
        MergePatch patch = new MergePatch("{\"a\":{\"x\":1}}");

        assertThat(patch.applyTo(new Json("{\"a\":{\"y\":2}}"))).isEqualTo(new Json("{\"a\":{\"y\":2,\"x\":1}}"));
        assertThat(patch.applyTo(new Json("{\"a\":{\"z\":3}}"))).isEqualTo(new Json("{\"a\":{\"z\":3,\"x\":1}}"));
        assertThat(patch.applyTo(null)).isEqualTo(new Json("{\"a\":{\"x\":1}}"));
    }

    @Test
    void membersKeepTheirOrder() {
        assertThat(new MergePatch("{\"z\":1,\"m\":9}").applyTo(new Json("{\"y\":2,\"m\":3,\"a\":4}")))
                .isEqualTo(new Json("{\"y\":2,\"m\":9,\"a\":4,\"z\":1}"));
    }
}
