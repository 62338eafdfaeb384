package dev.substrate.client;

import static dev.substrate.client.ScriptedNode.events;
import static dev.substrate.client.ScriptedNode.eventsAndSilence;
import static dev.substrate.client.ScriptedNode.notReady;
import static dev.substrate.client.ScriptedNode.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientWatchTest {

    record Counter(int count) {}

    private static final RecordType<Counter> COUNTERS = RecordType.of("counter", Counter.class);
    private static final RecordType<Json> TEXTS = RecordType.json("counter");

    private ScriptedNode node;
    private SubstrateClient client;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() throws IOException {
        node = new ScriptedNode();
        client = SubstrateClient.builder(node.uri())
                .watchSilenceMax(Duration.ofMillis(500))
                .answerBytesMax(100_000)
                .connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        node.close();
    }

    private <T> RecordListener<T> listener() {
        return new RecordListener<>() {
            @Override
            public void onVersion(Versioned<T> record) {
                told.add(record.version() + " " + record.value());
            }

            @Override
            public void onDeleted(RecordHeaders tombstone) {
                told.add(tombstone.version() + " deleted");
            }

            @Override
            public void onSkipped(RecordId id, long from, long to) {
                told.add(id + " " + from + " to " + to);
            }

            @Override
            public void onProgress() {
                told.add("progress");
            }

            @Override
            public void onEnd(RecordChange.Ended<T> end) {
                told.add("end " + end.reason() + " at " + end.resume());
            }
        };
    }

    @Test
    void aWatchShowsWhatTheNodeShows() {
        node.next(request -> eventsAndSilence(
                "id: 3\nevent: skipped\ndata: {\"uri\":\"counter:a\",\"from\":1,\"to\":2}\n\n",
                version(3, "{\"count\":1}"),
                ":\n\n",
                "id: 5\nevent: deleted\ndata: " + headers(4) + ",\"deleted\":true}\n\n",
                "id: 5\nevent: progress\ndata: {}\n\n",
                end("too-slow", "5")));

        try (Watch watch = client.dht().watch(COUNTERS.key("a"), 1, listener())) {
            awaitTold("counter:a 1 to 2", "3 Counter[count=1]", "4 deleted", "progress", "end TOO_SLOW at 5");
            assertThat(watch.resume()).isEqualTo("5");
        }
        assertThat(node.received().get(0).target()).isEqualTo("/api/v1/records/counter/a/watch?scope=global&from=1");
        assertThat(node.received().get(0).header("Last-Event-ID")).isEmpty();
        assertThat(told).hasSize(5);
    }

    @Test
    void textIsShownAsItWasWritten() {
        String entity = "{ \"b\" : 1.50, \"entity\":\"}\", \"ü\":[1,\n 2] }";
        node.next(request -> eventsAndSilence(version(3, entity.replace("\n", "\ndata: "))));

        client.dht().watch(TEXTS.key("a"), 1, listener());

        awaitTold("3 " + entity);
    }

    @Test
    void aWatchGoesOnWhereItWasWhenItsNodeDiesStopsOrFallsSilent() {
        node.next(
                request -> events(version(3, "{\"count\":1}")),
                request -> eventsAndSilence(version(4, "{\"count\":2}"), end("stopped", "5")),
                request -> notReady(),
                request -> eventsAndSilence(version(5, "{\"count\":3}")),
                request -> events(version(6, "{\"count\":4}"), "id: 9\nevent: version\nda"),
                request -> eventsAndSilence(version(7, "{\"count\":5}")));

        client.dht().watch(COUNTERS.key("a"), 3, listener());

        awaitTold(
                "3 Counter[count=1]",
                "4 Counter[count=2]",
                "5 Counter[count=3]",
                "6 Counter[count=4]",
                "7 Counter[count=5]");
        assertThat(node.received().stream().limit(6))
                .extracting(r -> r.header("Last-Event-ID"))
                .containsExactly("", "4", "5", "5", "6", "7");
    }

    @Test
    void aWatchOfATypeIsResumedWhereItsCallerSays() {
        node.next(request -> problem(400, "invalid-name"));

        client.dht().watch(COUNTERS, null, "a/b", "token;1", listener());

        awaitTold("end FAILED at token;1");
        assertThat(node.received().get(0).target())
                .isEqualTo("/api/v1/records/watch?type=counter&prefix=a%2Fb&scope=global");
        assertThat(node.received().get(0).header("Last-Event-ID")).isEqualTo("token;1");
    }

    @Test
    void anEntityOfAnotherClassFailsTheWatch() {
        node.next(request ->
                eventsAndSilence(version(3, "{\"count\":1}"), version(4, "[]"), version(5, "{\"count\":2}")));

        client.dht().watch(COUNTERS.key("a"), 3, listener());

        awaitTold("3 Counter[count=1]", "end FAILED at 4");
        assertThat(told).hasSize(2);
    }

    @Test
    void aListenerThatDoesNotKeepUpIsToldWhereToResume() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        int many = ClientSettings.WATCH_BUFFER_MAX + 100;
        node.next(request -> eventsAndSilence(IntStream.rangeClosed(1, many)
                .mapToObj(i -> version(i, "{\"count\":" + i + "}"))
                .toArray(String[]::new)));
        RecordListener<Counter> counting = listener();
        RecordListener<Counter> slow = new RecordListener<>() {
            @Override
            public void onVersion(Versioned<Counter> record) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                counting.onVersion(record);
            }

            @Override
            public void onDeleted(RecordHeaders tombstone) {}

            @Override
            public void onEnd(RecordChange.Ended<Counter> end) {
                counting.onEnd(end);
            }
        };

        SubstrateClient patient =
                SubstrateClient.builder(node.uri()).throughGivenNodes().connect();
        client.close();
        client = patient;
        Watch watch = patient.dht().watch(COUNTERS.key("a"), 1, slow);
        await().until(() -> node.received().size() == 1);
        awaitNoConnection(node);
        mayGoOn.countDown();

        await().until(() -> !told.isEmpty() && told.get(told.size() - 1).startsWith("end"));
        long shown = told.size() - 1L;
        assertThat(shown).isBetween((long) ClientSettings.WATCH_BUFFER_MAX, (long) many - 1);
        assertThat(told.get(told.size() - 1)).isEqualTo("end " + Reason.TOO_SLOW + " at " + (shown + 1));
        assertThat(watch.resume()).isEqualTo(Long.toString(shown + 1));
    }

    @Test
    void aWatchThatIsClosedSaysSoOnce() {
        node.always(request -> eventsAndSilence(version(3, "{\"count\":1}")));
        Watch watch = client.dht().watch(COUNTERS.key("a"), 3, listener());
        awaitTold("3 Counter[count=1]");

        watch.close();
        client.close();

        awaitTold("3 Counter[count=1]", "end CANCELLED at 4");
        assertThat(told).hasSize(2);
    }

    @Test
    void theConnectionOfAWatchThatIsClosedIsClosedAlsoIfEventsGoOn() throws IOException {
        try (ScriptedNode busy = new ScriptedNode();
                SubstrateClient other =
                        SubstrateClient.builder(busy.uri()).throughGivenNodes().connect()) {
            busy.always(request -> eventsAndSilence(version(3, "{\"count\":1}")));
            Watch watch = other.dht().watch(COUNTERS.key("a"), 3, listener());
            awaitTold("3 Counter[count=1]");
            assertThat(busy.connections()).isEqualTo(1);

            watch.close();

            awaitNoConnection(busy);
        }
    }

    @Test
    void anEventThatIsTooLargeIsNotKept() {
        node.next(request -> eventsAndSilence(version(3, "\"" + "x".repeat(200_000) + "\"")));
        node.always(request -> eventsAndSilence(version(4, "{\"count\":1}")));

        client.dht().watch(COUNTERS.key("a"), 3, listener());

        awaitTold("4 Counter[count=1]");
    }

    /** Events go on meanwhile, as they do where something is written. */
    private static void awaitNoConnection(ScriptedNode node) {
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                node.sendMore(":\n\n");
            } catch (IOException e) {
                // It is closed.
            }
            return node.connections() == 0;
        });
    }

    private void awaitTold(String... expected) {
        await().untilAsserted(() -> assertThat(told).startsWith(expected));
    }

    private static String version(long version, String entity) {
        return "id: " + (version + 1) + "\nevent: version\ndata: " + headers(version) + ",\"entity\":" + entity
                + "}\n\n";
    }

    private static String headers(long version) {
        return "{\"uri\":\"counter:a\",\"version\":" + version + ",\"created\":\"" + ScriptedNode.MODIFIED
                + "\",\"modified\":\"" + ScriptedNode.MODIFIED
                + "\",\"writer\":\"w\",\"requestId\":\"r\",\"typeVersion\":1";
    }

    private static String end(String reason, String resume) {
        return "event: end\ndata: {\"reason\":\"" + reason + "\",\"explanation\":\"e\",\"resume\":\"" + resume
                + "\"}\n\n";
    }
}
