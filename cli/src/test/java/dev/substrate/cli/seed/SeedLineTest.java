package dev.substrate.cli.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.cli.http.ScopeText;
import dev.substrate.dht.seed.SeedContent;
import dev.substrate.dht.seed.SeedMode;
import dev.substrate.record.Json;
import dev.substrate.record.RecordUri;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedLineTest {

    @Test
    void aLineSaysWhichRecordWhereHowAndWhat() {
        assertThat(parse("{\"mode\":\"merge\",\"entity\":{ \"é\" : 1.0 },\"scope\":\"zone-3.1\",\"uri\":\"p:a b\"}"))
                .isEqualTo(new SeedLine(
                        7,
                        new RecordUri("p", "a b"),
                        ScopeText.parse("zone-3.1"),
                        new SeedContent(SeedMode.MERGE, new Json("{ \"é\" : 1.0 }"))));
    }

    @Test
    void modeAndScopeMayBeLeftOut() {
        assertThat(parse("{\"uri\":\"p:a\",\"entity\":[1]}"))
                .isEqualTo(new SeedLine(
                        7,
                        new RecordUri("p", "a"),
                        ScopeText.OF_TYPE,
                        new SeedContent(SeedMode.ABSENT, new Json("[1]"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "{\"uri\":\"p:a\"}; no \"entity\"",
                "{\"entity\":1}; no \"uri\"",
                "{\"uri\":\"p:a\",\"entity\":1,\"Mode\":\"merge\"}; 'Mode'",
                "{\"uri\":\"p:a\",\"entity\":1,\"mode\":\"force\"}; \"force\"",
                "{\"uri\":\"p:a\",\"entity\":1,\"mode\":\"merge\"}; JSON object",
                "{\"uri\":\"p:a\",\"entity\":1,\"mode\":null}; \"mode\" is not a string",
                "{\"uri\":\"p:a\",\"entity\":1,\"scope\":\"planet\"}; 'planet'",
                "{\"uri\":\"p:a\",\"entity\":1,\"entity\":2}; \"entity\" twice",
                "{\"uri\":\"p:a\",\"entity\":null}; null",
                "{\"uri\":\"Bad:a\",\"entity\":1}; scheme",
                "{\"uri\":7,\"entity\":1}; \"uri\" is not a string",
                "{\"uri\":\"p:a\",\"entity\":1} 2; more in the line",
                "{\"uri\":\"p:a\",\"entity\":; not valid JSON",
                "[]; not a JSON object",
                "hello; not valid JSON"
            })
    void aBadLineIsRefusedWithItsReason(String line, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(line)).withMessageContaining(reason);
    }

    @Test
    void aLineThatIsNotUtf8IsRefused() {
        byte[] latin1 = "{\"uri\":\"p:a\",\"entity\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeedLine.parse(1, latin1))
                .withMessageContaining("UTF-8");
    }

    @Test
    void anEntityMayBeAsDeepAsASeedAllowsAndNoDeeper() {
        int most = SeedContent.DEPTH_MAX;
        assertThat(parse("{\"uri\":\"p:a\",\"entity\":" + "[".repeat(most) + "]".repeat(most) + "}"))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> parse("{\"uri\":\"p:a\",\"entity\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
    }

    private static SeedLine parse(String line) {
        return SeedLine.parse(7, line.getBytes(StandardCharsets.UTF_8));
    }
}
