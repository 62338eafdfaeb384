package dev.substrate.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportLineTest {

    @Test
    void theEntityIsTakenAsItStandsInTheLine() throws Exception {
        assertThat(entity("{\"uri\":\"p:a\",\"entity\":{ \"b\" : 1.50, \"a\":[1 ,2]}}"))
                .isEqualTo("{ \"b\" : 1.50, \"a\":[1 ,2]}");
    }

    @Test
    void theOrderOfTheMembersAndOtherMembersDoNotMatter() throws Exception {
        ImportLine line = parse(
                "  {\"x\":{\"entity\":1,\"uri\":2}, \"entity\" : {\"uri\":\"q:z\"} , \"y\":[\"}\"],\"uri\":\"p:é/\\u00e9 b\"}\r");

        assertThat(line.uri().toString()).isEqualTo("p:é/é b");
        assertThat(new String(line.entity(), StandardCharsets.UTF_8)).isEqualTo("{\"uri\":\"q:z\"}");
    }

    @Test
    void aMemberWithAnEscapedNameIsTheSameMember() throws Exception {
        assertThat(entity("{\"\\u0075ri\":\"p:a\",\"entit\\u0079\":{}}")).isEqualTo("{}");
    }

    @RepeatedTest(200)
    void anyEntityPassesUnchanged(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder entity = new StringBuilder();
        RandomJson.append(entity, random, 4);
        String before = random.nextBoolean() ? "\"o\":" + RandomJson.text(random) + "," : "";
        String uri = "\"uri\":\"p:" + random.nextInt() + "\"";
        String line = random.nextBoolean()
                ? "{" + before + uri + " ,\"entity\": " + entity + " }"
                : "{" + before + "\"entity\":" + entity + "," + uri + "}";

        assertThat(entity(line)).isEqualTo(entity.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"entity\":{}}; no \"uri\"",
                "{\"uri\":\"p:a\"}; no \"entity\"",
                "{\"uri\":\"p:a\",\"entity\":{},\"uri\":\"p:a\"}; \"uri\" twice",
                "{\"entity\":1,\"uri\":\"p:a\",\"entity\":1}; \"entity\" twice",
                "{\"uri\":1,\"entity\":{}}; \"uri\" is not a string",
                "{\"uri\":\"nocolon\",\"entity\":{}}; no colon",
                "{\"uri\":\"p:a/../b\",\"entity\":{}}; '..'",
                "{\"uri\":\"p:a\",\"scope\":\"planet\",\"entity\":{}}; 'planet'",
                "{\"uri\":\"p:a\",\"scope\":3,\"entity\":{}}; \"scope\" is not a string",
                "{\"uri\":\"p:\\ud800\",\"entity\":{}}; surrogate",
                "{\"uri\":\"p:a\",\"entity\":{}} {}; more in the line",
                "{\"uri\":\"p:a\",\"entity\":{}; not valid JSON",
                "{\"uri\":\"p:a\",\"entity\":tru}; not valid JSON",
                "[1]; not a JSON object",
                "hello; not valid JSON"
            })
    void aBadLineIsRefusedWithItsReason(String line, String reason) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aLineThatIsNotUtf8IsRefused() {
        byte[] latin1 = "{\"uri\":\"p:a\",\"entity\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> ImportLine.parse(1, latin1)).hasMessageContaining("UTF-8");
    }

    @Test
    void aDepthBombFailsOnlyItsLine() throws Exception {
        String bomb = "{\"uri\":\"p:a\",\"entity\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String elsewhere = "{\"uri\":\"p:a\",\"x\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}";

        assertThatThrownBy(() -> parse(bomb))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> parse(elsewhere))
                .isInstanceOf(BadLineException.class)
                .hasMessageContaining("depth");
        assertThat(entity("{\"uri\":\"p:a\",\"entity\":{}}")).isEqualTo("{}");
    }

    private static ImportLine parse(String line) throws BadLineException {
        return ImportLine.parse(1, line.getBytes(StandardCharsets.UTF_8));
    }

    private static String entity(String line) throws BadLineException {
        return new String(parse(line).entity(), StandardCharsets.UTF_8);
    }
}
