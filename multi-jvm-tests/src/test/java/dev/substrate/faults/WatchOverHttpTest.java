package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("cluster")
@Timeout(240)
@ClusterTest(
        nodes = 2,
        config =
                "substrate.record.types.fleeting.versions-kept-for = 0, substrate.record.types.brief.versions-kept-for = 3s")
class WatchOverHttpTest {

    private static final String RECORDS = "/api/v1/records";
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aWatchOfARecordShowsItsVersionsAndIsResumedOnAnotherNode(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        NodeHandle first = cluster.node(1);
        NodeHandle second = cluster.node(2);
        write(first, "note/a", "{\"n\":\n1}");
        write(first, "note/a", "2");
        List<Event> seen;
        try (Events events = watch(first, "/note/a/watch?from=1", null)) {
            seen = events.next(2);
            assertThat(seen).extracting(Event::name).containsExactly("version", "version");
            assertThat(seen.get(0).data()).contains("\"version\":1", "\"entity\":{\"n\":\n1}");
            write(second, "note/a", "3");
            assertThat(events.nextVersion().data()).contains("\"version\":3", "\"entity\":3");
        }
        send(second, "note/a", "DELETE", null);
        write(second, "note/a", "5");
        try (Events events = watch(second, "/note/a/watch", seen.get(1).id())) {
            assertThat(events.nextVersion().data()).contains("\"version\":3");
            assertThat(events.nextVersion()).satisfies(deleted -> {
                assertThat(deleted.name()).isEqualTo("deleted");
                assertThat(deleted.data()).contains("\"version\":4", "\"deleted\":true");
            });
            assertThat(events.nextVersion().data()).contains("\"version\":5");
        }
        try (Events events = watch(first, "/note/a/watch", null)) {
            assertThat(events.nextVersion().data()).as("the newest").contains("\"version\":5");
        }
        String history = second.http().get(RECORDS + "/note/a/versions").body();
        assertThat(history).containsSubsequence("\"version\":1", "\"version\":2", "\"version\":4", "\"version\":5");
        assertThat(second.http()
                        .get(RECORDS + "/note/a/versions?from=3&limit=1")
                        .body())
                .contains("\"version\":3")
                .doesNotContain("\"version\":2", "\"version\":4");
    }

    @Test
    void aWatchOfATypeShowsWhatBeginsAlikeAndIsResumedAfterItsNodeWasKilled(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        NodeHandle first = cluster.node(1);
        NodeHandle second = cluster.node(2);
        write(first, "pkg/a-before", "0");
        Event last;
        try (Events events = watch(second, "/watch?type=pkg&prefix=a-", null)) {
            assertThat(events.next(1)).extracting(Event::name).containsExactly("progress");
            for (int i = 0; i < 20; i++) {
                write(first, "pkg/a-" + i % 7, "" + i);
                write(first, "pkg/b-" + i % 7, "" + i);
                write(first, "other/a-" + i % 7, "" + i);
            }
            List<String> shown = new ArrayList<>();
            do {
                last = events.nextVersion();
                shown.add(last.data());
            } while (shown.size() < 10);
            assertThat(shown).allSatisfy(data -> assertThat(data).contains("\"uri\":\"pkg:a-"));
        }
        second.kill();
        write(first, "pkg/a-last", "\"last\"");
        List<String> rest = new ArrayList<>();
        try (Events events = watch(first, "/watch?type=pkg&prefix=a-", last.id())) {
            while (rest.size() < 11) {
                rest.add(events.nextVersion().data());
            }
        }
        assertThat(rest).doesNotHaveDuplicates().anyMatch(data -> data.contains("a-last"));
        try (Events other = watch(first, "/watch?type=pkg", null);
                Events another = watch(first, "/watch?type=pkg", null)) {
            assertThat(other.next(1)).extracting(Event::name).containsExactly("progress");
            assertThat(another.next(1)).extracting(Event::name).containsExactly("progress");
        }
    }

    @Test
    void whatIsNotKeptIsSaid(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        NodeHandle node = cluster.node(1);
        write(node, "fleeting/a", "1");
        try (Events events = watch(node, "/watch?type=fleeting", null)) {
            assertThat(events.next(1).get(0))
                    .satisfies(end -> assertThat(end.name()).isEqualTo("end"))
                    .satisfies(end -> assertThat(end.data()).contains("\"reason\":\"not-kept\""));
        }
        String began;
        try (Events events = watch(node, "/watch?type=brief", null)) {
            began = events.next(1).get(0).id();
        }
        for (int i = 1; i <= 3; i++) {
            write(node, "brief/a", "" + i);
        }
        cluster.await(
                "the versions go",
                WITHIN,
                () -> !node.http().get(RECORDS + "/brief/a/versions").body().contains("\"version\":2"));
        try (Events events = watch(node, "/brief/a/watch?from=1", null)) {
            List<Event> shown = events.next(2);
            assertThat(shown).extracting(Event::name).containsExactly("skipped", "version");
            assertThat(shown.get(0).data()).contains("\"from\":1", "\"to\":2");
        }
        try (Events events = watch(node, "/watch?type=brief", began)) {
            assertThat(events.next(1).get(0).data()).contains("\"reason\":\"not-kept\"");
        }
        assertThat(node.http().get(RECORDS + "/watch").statusCode()).isEqualTo(400);
        assertThat(node.http().get(RECORDS + "/brief/a/watch?from=x").statusCode())
                .isEqualTo(400);
        assertThat(node.http().get(RECORDS + "/watch?type=brief&resume=x").statusCode())
                .isEqualTo(400);
    }

    private record Event(String name, String id, String data) {}

    private Events watch(NodeHandle node, String path, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.http().uri().resolve(RECORDS + path))
                .timeout(WITHIN);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new Events(response.body());
    }

    private static void write(NodeHandle node, String record, String entity) throws IOException {
        send(node, record, "PUT", entity);
    }

    private static void send(NodeHandle node, String record, String method, @Nullable String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.http().uri().resolve(RECORDS + "/" + record))
                .timeout(WITHIN)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        assertThat(node.http().send(request).statusCode()).isBetween(200, 299);
    }

    /** The events of an answer, read as they come. */
    private static final class Events implements AutoCloseable {

        private final InputStream in;
        private final Iterator<String> iterator;

        Events(InputStream in) {
            this.in = in;
            this.iterator = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .iterator();
        }

        List<Event> next(int count) {
            List<Event> events = new ArrayList<>();
            while (events.size() < count) {
                events.add(next());
            }
            return events;
        }

        Event nextVersion() {
            Event event = next();
            while (event.name().equals("progress")) {
                event = next();
            }
            return event;
        }

        private Event next() {
            String name = "";
            String id = "";
            List<String> data = new ArrayList<>();
            while (true) {
                String line = iterator.next();
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(name, id, String.join("\n", data));
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
