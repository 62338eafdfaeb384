package dev.substrate.service.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.id.NodeId;
import dev.substrate.message.Topic;
import dev.substrate.node.RingView;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.service.Notice;
import dev.substrate.service.Offer;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import dev.substrate.service.internal.message.TestNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages over HTTP, on a node that is alone. */
class MessageRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Topic<Json> TOPIC = Topic.of("news", Json.class);
    private static final NodeId ID = NodeId.of(3, 4, new byte[NodeId.RANDOM_BYTES]);

    private static TestNode node;
    private static ServerBinding binding;
    private static final Queue<Object> SHOWN = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        node = TestNode.start(ID, "");
        node.join(node);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !RingView.get(node.system()).ring().members().isEmpty());
        binding = Http.get(node.system())
                .newServerAt("127.0.0.1", 0)
                .bind(new MessageRoutes(node.system(), node.node()).routes())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        node.host(
                Service.named("desk", Object.class, context -> Behaviors.empty())
                        .onRequest(Json.class, request -> request)
                        .onPublished(TOPIC, notice -> notice)
                        .onOffered(TOPIC, offer -> offer)
                        .build(),
                MessageRoutesTest::handle);
        await().until(() -> post("/services/desk/messages/none", "").statusCode() == 404);
        node.node()
                .messages()
                .awaitSubscribers(TOPIC, Duration.ofSeconds(10))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void handle(Object message) {
        if (message instanceof Request<?> request) {
            switch (request.id()) {
                case "none" -> request.notFound("no such");
                case "refused" -> request.refused("not I");
                case "failed" -> request.failed("half");
                case "silent" -> SHOWN.add(request.id());
                case "empty" -> request.ok();
                case "a/b ü" -> request.ok(new Json("\"" + request.method() + " " + request.transaction() + "\""));
                default ->
                    request.ok(Optional.<Object>ofNullable(request.entity()).orElse(new Json("0")));
            }
        } else if (message instanceof Offer<?> offer) {
            if (offer.entity().equals(new Json("1"))) {
                offer.take();
            } else {
                offer.decline("not for me");
            }
        } else if (message instanceof Notice<?> notice) {
            SHOWN.add(notice.entity());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none,404,not-found",
        "refused,409,refused",
        "failed,502,service-failed",
        "silent?deadline=0.2,504,outcome-unknown",
        "x?deadline=soon,400,invalid-parameter",
        "x?method=steal,400,invalid-parameter",
        "x?place=moon,400,invalid-parameter",
        "x?place=region-9,503,nobody-there"
    })
    void eachOutcomeHasItsStatusAndItsProblem(String id, int status, String type) throws Exception {
        HttpResponse<String> response = post("/services/desk/messages/" + id, "");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(content -> assertThat(content).startsWith("application/problem+json"));
        assertThat(JSON.readTree(response.body()).get("type").asText()).endsWith("/" + type);
        assertThat(response.headers().firstValue("Substrate-Transaction-Id")).isPresent();
    }

    @Test
    void theAnswerIsTheEntityAndTheTransactionGoesThere() throws Exception {
        assertThat(post("/services/desk/messages/x", "{\"a\":1.50}").body().strip())
                .isEqualTo("{\"a\":1.50}");
        assertThat(post("/services/desk/messages/x", "").body().strip()).isEqualTo("0");
        assertThat(post("/services/desk/messages/empty", "").statusCode()).isEqualTo(204);
        HttpResponse<String> response = CLIENT.send(
                request("/services/desk/messages/a%2Fb%20%C3%BC?method=update")
                        .header("Substrate-Transaction-Id", "mine-1")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.body().strip()).isEqualTo("\"UPDATE mine-1\"");
        assertThat(response.headers().firstValue("Substrate-Transaction-Id")).contains("mine-1");
        assertThat(response.headers().firstValue("Substrate-Node")).contains(ID.hex());
    }

    @ParameterizedTest
    @CsvSource({"'{} {}',400", "'{\"a\":',400", "null,400", "nonsense,400"})
    void whatIsNoJsonIsNotSent(String body, int status) throws Exception {
        assertThat(post("/services/desk/messages/x", body).statusCode()).isEqualTo(status);
        assertThat(post("/topics/news/publish", body).statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsTooLargeIsNotSent() throws Exception {
        HttpResponse<String> response = post("/topics/news/publish", '"' + "x".repeat(131_071) + '"');
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("substrate.message.entity-bytes-max");
    }

    @Test
    void publishTellsWhomItReached() throws Exception {
        JsonNode answer =
                JSON.readTree(post("/topics/news/publish?wait=5", "{\"n\":7}").body());
        assertThat(answer.toString()).isEqualTo("{\"reached\":[\"" + ID.hex() + "\"],\"unanswered\":[]}");
        await().until(() -> SHOWN.contains(new Json("{\"n\":7}")));
        answer = JSON.readTree(post("/topics/nobody-listens/publish", "1").body());
        assertThat(answer.get("reached")).isEmpty();
    }

    @Test
    void anycastTellsWhoWasAsked() throws Exception {
        JsonNode taken =
                JSON.readTree(post("/topics/news/anycast?order=random", "1").body());
        assertThat(taken.get("ending").asText()).isEqualTo("taken");
        assertThat(taken.has("rest")).isFalse();
        JsonNode nobody = JSON.readTree(
                post("/topics/news/anycast?attempts=3&deadline=5", "[1.50]").body());
        assertThat(nobody.get("ending").asText()).isEqualTo("nobody");
        assertThat(nobody.get("asked").get(0).toString())
                .isEqualTo("{\"node\":\"" + ID.hex()
                        + "\",\"number\":0,\"service\":\"desk\",\"verdict\":\"declined\",\"reason\":\"not for me\"}");
        assertThat(post("/topics/news/anycast", "[1.50]").body()).contains("\"rest\":[1.50]");
        assertThat(post("/topics/news/anycast?attempts=0", "1").statusCode()).isEqualTo(400);
        assertThat(post("/topics/No%20Topic/anycast", "1").statusCode()).isEqualTo(400);
    }

    @Test
    void topicsAreListedWithTheirSubscribers() throws Exception {
        HttpResponse<String> response = CLIENT.send(request("/topics").build(), BodyHandlers.ofString());
        JsonNode first = JSON.readTree(response.body()).get("topics").get(0);
        assertThat(first.get("name").asText()).isEqualTo("news");
        assertThat(first.get("place").asText()).isEqualTo(Place.EVERYWHERE.toString());
        assertThat(first.get("subscribers").get(0).get("node").asText()).isEqualTo(ID.hex());
        assertThat(first.get("subscribers").get(0).get("services").toString()).contains("\"desk\"");
    }

    @Test
    void theTailShowsWhatIsPublishedFromThenOnAndEndsItsSubscription() throws Exception {
        HttpResponse<InputStream> tail =
                CLIENT.send(request("/topics/tailed/tail").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(tail.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(":");
            assertThat(post("/topics/tailed/publish?wait=10", "{\"n\":\n1}").body())
                    .contains(ID.hex());
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event: notice");
            assertThat(lines.readLine())
                    .startsWith("data: {\"sender\":\"" + ID.hex())
                    .endsWith("\"entity\":{\"n\":");
            assertThat(lines.readLine()).isEqualTo("data: 1}}");
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            // The server finds out by writing.
            post("/topics/tailed/publish", "1");
            assertThat(CLIENT.send(request("/topics").build(), BodyHandlers.ofString())
                            .body())
                    .doesNotContain("tailed");
        });
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + binding.localAddress().getPort() + path));
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return CLIENT.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }
}
