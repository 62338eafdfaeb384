package dev.substrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void itIsAProblemDocument() {
        HttpResponse response = Problem.of(412, "version-conflict", "Precondition Failed", "Nothing was written.")
                .with("currentVersion", "4")
                .with("bound", "some.bound-max")
                .toResponse();

        assertThat(response.status().intValue()).isEqualTo(412);
        assertThat(response.entity().getContentType()).hasToString("application/problem+json");
        assertThat(text(response))
                .isEqualTo("{\"type\":\"https://substrate.dev/problems/version-conflict\","
                        + "\"title\":\"Precondition Failed\",\"status\":412,\"detail\":\"Nothing was written.\","
                        + "\"bound\":\"some.bound-max\",\"currentVersion\":\"4\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"quoted\"", "back\\slash", "line\nfeed\r\ttab", "\u0000\u001f", "ä世😀", "</script>", ""})
    void anyTextIsReadBackFromTheDocument(String any) throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(text(Problem.of(400, "t", any, any).with("more", any).toResponse()));

        assertThat(document.path("title").asText()).isEqualTo(any);
        assertThat(document.path("detail").asText()).isEqualTo(any);
        assertThat(document.path("more").asText()).isEqualTo(any);
        assertThat(document.path("status").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 412, 413, 415, 429, 500, 503, 504})
    void everyStatusOfTheContractCanBeAnswered(int status) {
        assertThat(Problem.of(status, "t", "T", "d").toResponse().status().intValue())
                .isEqualTo(status);
    }

    @Test
    void aFurtherMemberLeavesTheProblemAsItWas() {
        Problem problem = Problem.of(400, "t", "T", "d");

        assertThat(problem.with("a", "1").with("b", "2").more()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(problem.with("a", "1").with("a", "2").more()).isEqualTo(Map.of("a", "2"));
        assertThat(problem.more()).isEmpty();
    }

    @Test
    void theMembersCannotBeChangedFromOutside() {
        Map<String, String> members = new HashMap<>(Map.of("a", "1"));
        Problem problem = new Problem(400, "t", "T", "d", members);

        members.clear();

        assertThat(problem.more()).isEqualTo(Map.of("a", "1"));
    }

    private static String text(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().decodeString(StandardCharsets.UTF_8);
    }
}
