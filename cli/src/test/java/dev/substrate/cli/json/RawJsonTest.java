package dev.substrate.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ \"a\" : [ 1 , {\"b\":\"}\"} ] }",
                "[]",
                "\"\"",
                "\"a \\\" \\\\ \\u00e9 é 😀\"",
                "0",
                "-12.50e+007",
                "123456789012345678901234567890",
                "true",
                "false",
                "null"
            })
    void aValueIsCutOutByteByByte(String value) throws IOException {
        byte[] source = ("{\"é\" :  " + value + "  , \"next\":1}").getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = RawJson.factory(100).createParser(source)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();

            assertThat(new String(RawJson.value(parser, source), StandardCharsets.UTF_8))
                    .isEqualTo(value);

            parser.nextToken();
            assertThat(parser.currentName()).isEqualTo("next");
        }
    }
}
