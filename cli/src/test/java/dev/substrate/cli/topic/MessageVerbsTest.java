package dev.substrate.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.substrate.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs on topics, and asking services, against a node in name only. */
@Timeout(30)
class MessageVerbsTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";
    private boolean dropped;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void topicsAreListedByNodeAndService() {
        answer = """
                {"topics":[{"name":"news","place":"global","subscribers":[{"node":"0a","services":["desk","log"]},
                {"node":"0b","services":["desk"]}]}],"missing":["0c"]}
                """;
        Run run = run("topic", "list");
        assertThat(run.out()).isEqualTo("""
                TOPIC  PLACE   NODE  SERVICES
                news   global  0a    desk, log
                news   global  0b    desk
                """);
        assertThat(run.err()).contains("0c");
        assertThat(run.exitCode()).isZero();
        assertThat(run("topic", "list", "-o", "json").out().strip()).isEqualTo(answer.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['a','b'] | [] | 0 | Reached 2 nodes",
                "[] | [] | 3 | Nobody subscribes to 'news'",
                "['a'] | ['b'] | 5 | Not acknowledged by b"
            })
    void publishSaysWhomItReached(String reached, String unanswered, int exitCode, String said) {
        answer = ("{'reached':" + reached + ",'unanswered':" + unanswered + "}").replace('\'', '"');
        Run run = run("topic", "publish", "news", "{\"n\":1.50}", "--wait", "1500ms", "--transaction", "t-1");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out() + run.err()).contains(said);
        assertThat(asked).containsExactly("POST /api/v1/topics/news/publish?wait=1.5 t-1 {\"n\":1.50}");
    }

    @ParameterizedTest
    @CsvSource({
        "taken,taken,0",
        "nobody,declined,3",
        "attempts-spent,failed,3",
        "timed-out,unanswered,5",
        "nobody,unanswered,5"
    })
    void anycastEndsAsItWentOut(String ending, String verdict, int exitCode) {
        answer = "{\"ending\":\"" + ending + "\",\"asked\":[{\"node\":\"0a\",\"service\":\"w\",\"verdict\":\"" + verdict
                + "\",\"reason\":\"so\"}],\"rest\":123456789012345678901234567890}";
        Run run = run("topic", "anycast", "work", "1", "--order", "random", "--attempts", "3", "--place", "zone-1.2");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).contains("NODE  SERVICE").contains("0a    w        " + verdict);
        assertThat(asked)
                .containsExactly("POST /api/v1/topics/work/anycast?place=zone-1.2&order=random&attempts=3 null 1");
    }

    @ParameterizedTest
    @CsvSource({
        "404,not-found,3",
        "409,refused,1",
        "502,service-failed,1",
        "502,,5",
        "503,nobody-there,3",
        "504,outcome-unknown,5",
        "413,too-large,1"
    })
    void aQuestionEndsAsItWasAnswered(int code, String type, int exitCode) {
        status = code;
        answer = "{\"type\":\"https://x/" + type + "\",\"detail\":\"So it is.\"}";
        Run run = run("service", "ask", "desk", "a/b ü");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).contains("So it is.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAnswerIsPrintedAsItIs() {
        answer = "{\"n\":1.50}\n";
        Run run = run("service", "ask", "desk", "a/b ü", "[1]", "--method", "update", "--deadline", "2s");
        assertThat(run.out()).isEqualTo("{\"n\":1.50}\n");
        assertThat(run.err()).contains("done by 0a", "t-9");
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/services/desk/messages/a%2Fb%20%C3%BC?deadline=2&method=update null [1]");
        assertThat(run("service", "ask", "desk", "x", "-o", "json").out())
                .isEqualTo("{\"node\":\"0a\",\"transaction\":\"t-9\",\"entity\":{\"n\":1.50}}\n");
    }

    @Test
    void aMessageWhoseAnswerIsLostIsNotSentAgain() {
        dropped = true;
        assertThat(run("service", "ask", "desk", "x").exitCode()).isEqualTo(5);
        assertThat(run("topic", "publish", "news", "1").exitCode()).isEqualTo(5);
        assertThat(asked).hasSize(2);
    }

    @Test
    void anEmptyNameIsWrongUsageAndNobodyIsAsked() {
        for (List<String> verb : List.of(
                List.of("topic", "publish", "", "1"),
                List.of("topic", "anycast", "", "1"),
                List.of("topic", "tail", ""),
                List.of("service", "describe", ""),
                List.of("service", "ask", "desk", ""),
                List.of("node", "describe", ""),
                List.of("node", "leave", ""))) {
            Run run = run(verb.toArray(String[]::new));
            assertThat(run.exitCode()).as("exit code of %s", verb).isEqualTo(2);
            assertThat(run.err()).contains("Nothing was sent");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void theTailShowsEntitiesUntilTheNodeRefuses() {
        answer = """
                :

                event: notice
                data: {"sender":"0a","transaction":"t","entity":{"n":
                data: 1.50}}

                event: skipped
                data: {"notices":7}

                """;
        Run run = run("topic", "tail", "news");
        assertThat(run.out()).isEqualTo("{\"n\": 1.50}\n");
        assertThat(run.err()).contains("left out").contains("7");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(asked.get(0)).isEqualTo("GET /api/v1/topics/news/tail null ");
    }

    @Test
    void nonsenseIsRefusedBeforeAnybodyIsAsked() {
        assertThat(run("topic", "anycast", "work", "1", "--attempts", "0").exitCode())
                .isEqualTo(2);
        assertThat(run("topic", "publish", "news", "1", "--deadline", "1h").exitCode())
                .isEqualTo(2);
        assertThat(run("topic", "publish", "news").exitCode()).isEqualTo(2);
        assertThat(run("service", "ask", "desk", "").exitCode()).isEqualTo(2);
        assertThat(run("service", "ask", "desk", "x", "--place", "moon").exitCode())
                .isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
        return Run.of(all.toArray(String[]::new));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean again = !asked.isEmpty() && exchange.getRequestURI().getPath().endsWith("/tail");
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Substrate-Transaction-Id") + " " + body);
        exchange.getResponseHeaders().set("Substrate-Node", "0a");
        exchange.getResponseHeaders().set("Substrate-Transaction-Id", "t-9");
        if (!dropped) {
            exchange.sendResponseHeaders(again ? 400 : status, again ? -1 : 0);
            if (!again) {
                exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        }
        exchange.close();
    }
}
