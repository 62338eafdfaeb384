package dev.substrate.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

    @Test
    void textIsEscapedOnlyWhereJsonAsksForIt() {
        assertThat(JsonObject.quoted("a/\"é\\\n😀")).isEqualTo("\"a/\\\"é\\\\\\u000a😀\"");
    }

    @Test
    void jsonGoesInAsItIs() {
        byte[] entity = "{ \"x\" : 1.0 }".getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonObject().with("version", 3).raw("entity", entity).toString())
                .isEqualTo("{\"version\":3,\"entity\":{ \"x\" : 1.0 }}");
    }

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        JsonDocument read = JsonDocument.parse(
                new JsonObject().with("a", "x").with("b", 7).with("c", true).toBytes());

        assertThat(read.text("a")).isEqualTo("x");
        assertThat(read.number("b")).isEqualTo(7);
        assertThat(read.flag("c")).isTrue();
        assertThat(read.text("d")).isEmpty();
    }
}
