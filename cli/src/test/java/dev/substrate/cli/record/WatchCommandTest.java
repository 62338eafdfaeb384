package dev.substrate.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.substrate.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchCommandTest {

    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

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
    void aWatchThatBreaksOffGoesOnWhereItWas() {
        answers.add("""
                id: 1
                event: progress
                data: {}

                :

                id: 2
                event: version
                data: {"uri":"pkg:ä","version":1,"modified":"2026-01-01T00:00:00Z","entity":{"n":
                data:  12345678901234567890}}

                id: 3
                event: deleted
                data: {"uri":"pkg:ä","version":2,"modified":"2026-01-02T00:00:00Z","deleted":true}

                id: 4
                event: version
                data: {"uri":"pkg:ä","version":3,"mod""");
        answers.add("""
                event: skipped
                data: {"uri":"pkg:ä","from":3,"to":4}

                id: 9
                event: end
                data: {"reason":"too-slow","explanation":"Too slow.","resume":"8"}

                """);
        answers.add("""
                event: end
                data: {"reason":"failed","explanation":"The row is damaged.","resume":""}

                """);

        Run run = watch("pkg:ä", "--from", "1");

        assertThat(run.out()).isEqualTo("""
                pkg:ä  1  2026-01-01T00:00:00Z  {"n":  12345678901234567890}
                pkg:ä  2  2026-01-02T00:00:00Z  deleted
                pkg:ä  3-4  skipped: not kept any more
                """);
        assertThat(run.err()).contains("The row is damaged.");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(asked)
                .containsExactly(
                        "/api/v1/records/pkg/%C3%A4/watch?from=1 null",
                        "/api/v1/records/pkg/%C3%A4/watch?from=1 3", "/api/v1/records/pkg/%C3%A4/watch?from=1 9");
    }

    @Test
    void aTypeIsWatchedByItsPrefixAndShownAsJson() {
        answers.add("""
                id: 1
                event: version
                data: {"uri":"pkg:a","version":1,
                data: "entity":1}

                event: end
                data: {"reason":"not-kept","explanation":"Not kept.","resume":""}

                """);

        Run run = watch("--type", "pkg", "--prefix", "a/", "-o", "json");

        assertThat(run.out()).isEqualTo("{\"uri\":\"pkg:a\",\"version\":1, \"entity\":1}\n");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(asked).containsExactly("/api/v1/records/watch?type=pkg&prefix=a%2F null");
    }

    @Test
    void whoNamesNothingToWatchOrTooMuchIsToldSo() {
        assertThat(watch().exitCode()).isEqualTo(2);
        assertThat(watch("pkg:a", "--type", "pkg").exitCode()).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void aNodeThatRefusesEndsTheWatch() {
        assertThat(watch("pkg:a").exitCode()).isEqualTo(3);
    }

    @Test
    void theHistoryShowsTheVersionsThatAreKept() {
        answers.add("""
                {"versions":[{"uri":"pkg:a","version":4,"modified":"T4","entity":{"n":1}},
                {"uri":"pkg:a","version":5,"modified":"T5","deleted":true}]}
                """);
        Run run = Run.of("record", "history", "--url", url(), "pkg:a");
        assertThat(run.out()).isEqualTo("pkg:a  4  T4  {\"n\":1}\npkg:a  5  T5  deleted\n");
        assertThat(run.exitCode()).isZero();
    }

    private Run watch(String... args) {
        List<String> all = new ArrayList<>(List.of("record", "watch", "--url", url()));
        all.addAll(List.of(args));
        return Run.of(all.toArray(String[]::new));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        String answer = answers.poll();
        if (answer == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }
}
