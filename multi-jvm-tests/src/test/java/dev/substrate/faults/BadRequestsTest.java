package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the HTTP API makes of requests as they come over the wire, well-formed or not. */
@Tag("cluster")
class BadRequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RESPONSE = Pattern.compile("HTTP/1.1 (\\d+) .*?\r\n(.*?)\r\n\r\n(.*)", Pattern.DOTALL);
    private static final String DEEP = "[".repeat(50_000) + "]".repeat(50_000);

    private static final String QUERY = "/api/v1/records?type=pkg&where=/age%3D1";

    private static InProcessNode node;

    private record Response(int status, String headers, String body) {
        String header(String name) {
            Matcher header = Pattern.compile("(?im)^" + name + ": (.*?)\r?$").matcher(headers);
            return header.find() ? header.group(1) : "";
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), """
                        substrate.http.body-timeout = 2s
                        substrate.record.types.pkg.indexes = ["/age"]
                        """);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Stream<Arguments> badRequests() {
        String record = "/api/v1/records/pkg/a";
        return Stream.of(
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/a%00b", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/..%2fetc%2fpasswd", "", "{}"),
                Arguments.of(400, "invalid-name", "GET", "/api/v1/records/pkg/..%2fetc%2fpasswd", "", ""),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/%2e%2e", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records//a", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/Pkg/a", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/%ff", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/%ed%a0%80", "", "{}"),
                Arguments.of(400, "malformed-request", "PUT", "/api/v1/records/pkg/%zz", "", "{}"),
                Arguments.of(400, "invalid-name", "PUT", "/api/v1/records/pkg/" + "a".repeat(65_536), "", "{}"),
                Arguments.of(414, "malformed-request", "PUT", "/api/v1/records/pkg/" + "a".repeat(300_000), "", "{}"),
                Arguments.of(404, "no-such-resource", "PUT", "/api/v1/records/pkg/a/b", "", "{}"),
                Arguments.of(404, "no-such-resource", "GET", "/api/v1/nothing", "", ""),
                Arguments.of(405, "method-not-allowed", "POST", record, "", "{}"),
                Arguments.of(400, "not-an-entity", "PUT", record, "", ""),
                Arguments.of(400, "not-an-entity", "PUT", record, "", "{\"a\":"),
                Arguments.of(400, "not-an-entity", "PUT", record, "", "{} {}"),
                Arguments.of(400, "not-an-entity", "PUT", record, "", "null"),
                Arguments.of(400, "not-an-entity", "PUT", record, "", "9".repeat(5_000)),
                Arguments.of(413, "too-large", "PUT", record, "", '"' + "x".repeat(200 * 1024) + '"'),
                Arguments.of(413, "too-large", "PUT", record, "", '"' + "x".repeat(131_071) + '"'),
                Arguments.of(413, "too-large", "PUT", record, "", DEEP),
                Arguments.of(413, "too-large", "PUT", record, "", "[".repeat(100_000)),
                Arguments.of(413, "too-large", "PATCH", record, "Content-Type: application/merge-patch+json", DEEP),
                Arguments.of(415, "unsupported-media-type", "PATCH", record, "Content-Type: text/plain", "{}"),
                Arguments.of(400, "invalid-header", "PUT", record, "If-Match: 3", "{}"),
                Arguments.of(400, "invalid-header", "PUT", record, "If-Match: \"abc\"", "{}"),
                Arguments.of(400, "invalid-header", "PUT", record, "If-Match: \"99999999999999999999\"", "{}"),
                Arguments.of(400, "invalid-header", "PUT", record, "If-Match: *\r\nIf-None-Match: *", "{}"),
                Arguments.of(400, "invalid-name", "PUT", record, "Substrate-Request-Id: a b", "{}"),
                Arguments.of(412, "version-conflict", "PUT", record, "If-Match: \"1\"", "{}"),
                Arguments.of(412, "version-conflict", "PUT", record, "If-Match: *", "{}"),
                Arguments.of(404, "not-found", "GET", record, "", ""),
                Arguments.of(404, "not-found", "DELETE", record, "", ""),
                Arguments.of(400, "invalid-name", "GET", record + "?consistency=some", "", ""),
                Arguments.of(400, "invalid-name", "GET", "/api/v1/records", "", ""),
                Arguments.of(400, "invalid-name", "GET", "/api/v1/records?type=pkg&limit=1001", "", ""),
                Arguments.of(400, "invalid-name", "GET", "/api/v1/records?type=pkg&cursor=x", "", ""),
                Arguments.of(400, "invalid-query", "GET", "/api/v1/records?type=pkg&where=", "", ""),
                Arguments.of(400, "invalid-query", "GET", "/api/v1/records?type=pkg&where=age%3D1", "", ""),
                Arguments.of(400, "invalid-query", "GET", "/api/v1/records?type=pkg&where=/age%3D%22x", "", ""),
                Arguments.of(400, "invalid-query", "GET", "/api/v1/records?type=pkg&max-staleness=1", "", ""),
                Arguments.of(400, "invalid-query", "GET", QUERY + "&max-staleness=soon", "", ""),
                Arguments.of(400, "invalid-query", "GET", QUERY + "&where=/age%3D2".repeat(16), "", ""),
                Arguments.of(400, "invalid-name", "GET", QUERY + "&limit=0", "", ""),
                Arguments.of(400, "invalid-name", "GET", QUERY + "&cursor=x", "", ""),
                Arguments.of(400, "invalid-name", "GET", QUERY + "&cursor=MCB1c2VyOmE", "", ""),
                Arguments.of(400, "not-indexed", "GET", "/api/v1/records?type=pkg&where=/name%3D1", "", ""),
                Arguments.of(400, "not-indexed", "GET", "/api/v1/records?type=other&where=/age%3D1", "", ""));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void isAnsweredWithAProblemThatSaysWhatIsWrong(
            int status, String type, String method, String target, String header, String body) throws IOException {
        Response response = send(method, target, header, body);

        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("type").asText()).endsWith("/problems/" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(send("GET", "/api/v1/records/pkg/a", "", "").status())
                .as("nothing was written")
                .isEqualTo(404);
    }

    @Test
    void aBodyBeyondAllBoundsIsRefusedByNameBeforeItIsRead() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(head("PUT", "/api/v1/records/pkg/huge", "", 20 * 1024 * 1024)
                            .getBytes(StandardCharsets.US_ASCII));
            Response response = read(socket);
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).contains("substrate.http.body-bytes-max");
        }
    }

    @Test
    void aBodyThatDoesNotArriveIsGivenUp() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((head("PUT", "/api/v1/records/pkg/slow", "", 10) + "{").getBytes(StandardCharsets.US_ASCII));
            Response response = read(socket);
            assertThat(response.status()).isEqualTo(408);
            assertThat(response.body()).contains("/problems/slow-body");
        }
        assertThat(send("GET", "/api/v1/records/pkg/slow", "", "").status()).isEqualTo(404);
    }

    @Test
    void anEntityComesBackCharacterByCharacter() throws IOException {
        String entity = " {\"näme\" :\t\"ü😀\\u0041\", \"n\": 1.100, \"e\": 1E5, \"a\": [ ], \"a\": {} }\n";
        String target = "/api/v1/records/pkg/lib%2Bfoo~1%3A2.0%2F%C3%A4";
        assertThat(send("PUT", target, "", entity).status()).isEqualTo(201);
        Response response = send("GET", target, "", "");
        assertThat(response.body()).isEqualTo(entity);
        assertThat(response.header("ETag")).isEqualTo("\"1\"");
        assertThat(send("GET", "/api/v1/records?type=pkg&prefix=lib%2Bfoo", "", "")
                        .body())
                .contains("\"uri\":\"pkg:lib+foo~1:2.0/ä\"", entity);
    }

    @Test
    void ofConcurrentWritesAtOneVersionExactlyOneWins() throws IOException {
        String target = "/api/v1/records/race/one";
        assertThat(send("PUT", target, "", "0").status()).isEqualTo(201);
        for (int round = 1; round <= 10; round++) {
            String version = "If-Match: \"" + round + "\"";
            List<CompletableFuture<Integer>> racers = IntStream.range(0, 16)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> statusOf("PUT", target, version, "" + i)))
                    .toList();
            List<Integer> statuses =
                    racers.stream().map(CompletableFuture::join).toList();
            assertThat(statuses).as("round %d", round).containsOnlyOnce(200).containsOnly(200, 412);
        }
        assertThat(send("GET", target, "", "").header("ETag")).isEqualTo("\"11\"");
    }

    @Test
    void writingOverATombstoneGoesOnCounting() throws IOException {
        String target = "/api/v1/records/pkg/phoenix";
        assertThat(send("PUT", target, "If-None-Match: *", "1").header("ETag")).isEqualTo("\"1\"");
        assertThat(send("PUT", target, "If-None-Match: *", "1").status()).isEqualTo(412);
        assertThat(send("DELETE", target, "If-Match: \"1\"", "").header("ETag")).isEqualTo("\"2\"");
        assertThat(send("GET", target, "", "").status()).isEqualTo(404);
        Response reborn = send("PUT", target, "If-None-Match: *", "2");
        assertThat(reborn.status()).isEqualTo(201);
        assertThat(reborn.header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerAndAReusedIdIsRefused() throws IOException {
        String target = "/api/v1/records/pkg/repeated";
        String id = "Substrate-Request-Id: r-1";
        assertThat(send("PUT", target, id, "1").header("ETag")).isEqualTo("\"1\"");
        assertThat(send("PUT", target, "", "2").header("ETag")).isEqualTo("\"2\"");
        Response repeated = send("PUT", target, id, "1");
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.header("ETag")).isEqualTo("\"1\"");
        assertThat(JSON.readTree(repeated.body()).path("repeated").asBoolean()).isTrue();
        assertThat(send("PUT", target, id, "3").status()).isEqualTo(422);
        assertThat(send("GET", target, "", "").body()).isEqualTo("2");
    }

    @Test
    void aRepeatedPatchIsRecognisedThoughItsConditionHoldsNoMore() throws IOException {
        String target = "/api/v1/records/pkg/patched-twice";
        assertThat(send("PUT", target, "", "{}").header("ETag")).isEqualTo("\"1\"");
        String headers = "Content-Type: application/merge-patch+json\r\nIf-Match: \"1\"\r\nSubstrate-Request-Id: p-1";
        assertThat(send("PATCH", target, headers, "{\"n\": 1}").header("ETag")).isEqualTo("\"2\"");
        assertThat(send("PUT", target, "", "{\"n\": 7}").header("ETag")).isEqualTo("\"3\"");
        Response repeated = send("PATCH", target, headers, "{\"n\": 1}");
        assertThat(repeated.status()).as(repeated.body()).isEqualTo(200);
        assertThat(repeated.header("ETag")).isEqualTo("\"2\"");
        assertThat(send("PATCH", target, headers, "{\"n\": 2}").status()).isEqualTo(422);
        assertThat(send("GET", target, "", "").body()).isEqualTo("{\"n\": 7}");
    }

    @Test
    void aPatchMergesAndKeepsTheDigitsOfNumbers() throws IOException {
        String target = "/api/v1/records/pkg/patched";
        String type = "Content-Type: application/merge-patch+json";
        assertThat(send("PATCH", target, type, "{\"price\": 1.10, \"name\": \"a\"}")
                        .status())
                .isEqualTo(201);
        assertThat(send("PATCH", target, type, "{\"name\": null, \"tag\": \"b\"}")
                        .status())
                .isEqualTo(200);
        assertThat(send("GET", target, "", "").body()).isEqualTo("{\"price\":1.10,\"tag\":\"b\"}");
    }

    @Test
    void theDescriptionTheMetricsAndTheStatusAreServed() throws IOException {
        assertThat(send("GET", "/api/v1/openapi.yaml", "", "").body()).startsWith("openapi: 3.1.0");
        assertThat(send("GET", "/metrics", "", "").body())
                .contains("substrate_fence_held", "substrate_record_calls_seconds", "substrate_store_commit_seconds");
        JsonNode status = JSON.readTree(send("GET", "/api/v1/status", "", "").body());
        assertThat(status.path("ready").asBoolean()).isTrue();
        assertThat(status.path("members")).hasSize(1);
        assertThat(send("GET", "/cluster/members", "", "").status()).isEqualTo(200);
    }

    private static int statusOf(String method, String target, String header, String body) {
        try {
            return send(method, target, header, body).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends exactly these bytes: a client library would correct some of them. */
    private static Response send(String method, String target, String header, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(head(method, target, header, bytes.length).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return read(socket);
        }
    }

    private static Socket connect() throws IOException {
        URI url = URI.create(node.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String method, String target, String header, int length) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (header.isEmpty() ? "" : header + "\r\n")
                + "Content-Length: " + length + "\r\n\r\n";
    }

    private static Response read(Socket socket) throws IOException {
        String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher response = RESPONSE.matcher(text);
        assertThat(response.matches()).as("a response: %s", text).isTrue();
        return new Response(Integer.parseInt(response.group(1)), response.group(2), response.group(3));
    }
}
