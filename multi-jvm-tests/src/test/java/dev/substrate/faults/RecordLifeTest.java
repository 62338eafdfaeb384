package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.substrate.dht.RecordArchive;
import dev.substrate.dht.Records;
import dev.substrate.dht.Tombstone;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RequestId;
import dev.substrate.record.Scope;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the first write of a record to the last trace of it, on one node that tidies all the time. */
@Tag("cluster")
class RecordLifeTest {

    private static final String CONFIG = """
            substrate.node.region = 3
            substrate.node.zone = 1
            substrate.record {
              tombstone-grace = 7d
              types.brief.tombstone-grace = 1ms
              types.local.scope = REGION
              requests-remembered-max = 2
              local-scan-interval = 50ms
              archive = "%s"
            }
            """.formatted(TestArchive.class.getName());

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static InProcessNode node;

    /** Keeps what housekeeping has purged, by record. */
    public static final class TestArchive implements RecordArchive {

        private static final Map<String, Tombstone> KEPT = new ConcurrentHashMap<>();
        private static volatile boolean failing;

        @Override
        public CompletionStage<Void> keep(Tombstone tombstone) {
            if (failing) {
                return CompletableFuture.failedFuture(new IOException("The archive is full"));
            }
            KEPT.put(tombstone.headers().id().toString(), tombstone);
            return CompletableFuture.completedFuture(null);
        }
    }

    @BeforeAll
    static void start() {
        node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), CONFIG);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aRecordWhoseTimeHasComeIsDeletedAndCountsOn() {
        RecordKey<Json> key = key("lasting", "a");
        WriteOptions soon = WriteOptions.none().timeToLive(Duration.ofMillis(300));

        assertThat(done(dht().put(key, new Json("1"), soon)).orThrow().version())
                .isEqualTo(1);
        assertThat(done(dht().head(key)).orElseThrow().expires()).isNotNull();
        await().atMost(SOON).until(() -> done(dht().get(key)).isEmpty());

        RecordHeaders tombstone = done(dht().head(key)).orElseThrow();
        assertThat(tombstone.tombstone()).isTrue();
        assertThat(tombstone.version()).isEqualTo(2);
        assertThat(done(dht().putIfAbsent(key, new Json("2"))).orThrow().version())
                .isEqualTo(3);
        assertThat(done(dht().head(key)).orElseThrow().expires()).isNull();
    }

    @Test
    void aRecordThatNobodyAsksForIsDeletedByHousekeepingAndThenPurgedIntoTheArchive() {
        RecordKey<Json> key = key("brief", "nobody-asks");

        WriteOptions soon = WriteOptions.none().timeToLive(Duration.ofMillis(1));
        done(dht().put(key, new Json("{\"a\":1.50}"), soon)).orThrow();

        await().atMost(SOON).until(() -> TestArchive.KEPT.containsKey("brief:nobody-asks"));
        Tombstone kept = TestArchive.KEPT.get("brief:nobody-asks");
        assertThat(kept.entity()).isEqualTo("{\"a\":1.50}");
        assertThat(kept.headers().version()).isEqualTo(2);
        assertThat(kept.headers().tombstone()).isTrue();
    }

    @Test
    void aPurgedNameBeginsAboveItsOldVersions() {
        RecordKey<Json> key = key("brief", "purged");
        done(dht().put(key, new Json("1"))).orThrow();
        done(dht().put(key, new Json("2"))).orThrow();
        done(dht().delete(key)).orThrow();
        await().atMost(SOON).until(() -> done(dht().head(key)).isEmpty());

        WriteOutcome<Json> stale =
                done(dht().put(key, new Json("\"stale\""), WriteOptions.none().ifVersion(3)));
        WriteOutcome.Written<Json> again =
                done(dht().putIfAbsent(key, new Json("3"))).orThrow();

        assertThat(stale).isInstanceOf(WriteOutcome.Conflict.class);
        assertThat(again.created()).isTrue();
        assertThat(again.version()).isGreaterThan(3);
        assertThat(done(dht().put(key, new Json("4"))).orThrow().version()).isEqualTo(again.version() + 1);
    }

    @Test
    void aTombstoneStaysWhileTheArchiveDoesNotTakeIt() {
        RecordKey<Json> key = key("brief", "full");
        TestArchive.failing = true;
        try {
            done(dht().put(key, new Json("1"))).orThrow();
            done(dht().delete(key)).orThrow();
            await().atMost(SOON).until(() -> housekeeping().contains("\"notArchived\":1"));
            assertThat(done(dht().head(key))).isPresent();
        } finally {
            TestArchive.failing = false;
        }
        await().atMost(SOON).until(() -> done(dht().head(key)).isEmpty());
    }

    @Test
    void aTombstoneWithinItsGraceStays() throws Exception {
        RecordKey<Json> key = key("lasting", "deleted");
        done(dht().put(key, new Json("1"))).orThrow();
        done(dht().delete(key)).orThrow();

        String before = housekeeping();
        await().atMost(SOON)
                .until(() -> !housekeeping().equals(before) && housekeeping().contains("\"running\":false"));

        HttpResponse<String> head = send("HEAD", "/api/v1/records/lasting/deleted", null);
        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(head.headers().firstValue("Substrate-Tombstone")).contains("true");
        assertThat(head.headers().firstValue("ETag")).contains("\"2\"");
    }

    @Test
    void theSameUriNamesAnotherRecordInEachScope() throws Exception {
        for (Scope scope : Scope.values()) {
            done(dht().put(key("pkg", "scoped").in(scope), new Json("\"" + scope + "\"")))
                    .orThrow();
        }
        for (Scope scope : Scope.values()) {
            Versioned<Json> found =
                    done(dht().get(key("pkg", "scoped").in(scope))).orElseThrow();
            assertThat(found.value().text()).isEqualTo("\"" + scope + "\"");
            assertThat(found.headers().id().scope()).isEqualTo(scope);
        }
        assertThat(get("/api/v1/records/pkg/scoped").body()).isEqualTo("\"GLOBAL\"");
        assertThat(get("/api/v1/records/pkg/scoped?scope=zone-3.1").body()).isEqualTo("\"ZONE\"");
        assertThat(get("/api/v1/records/pkg/scoped?scope=region").headers().firstValue("Substrate-Id"))
                .contains("region-3/pkg:scoped");
        assertThat(get("/api/v1/records/pkg/scoped?scope=region-4").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/records/pkg/scoped?scope=galaxy").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/records?type=pkg&prefix=sco&scope=zone").body())
                .contains("\"entity\":\"ZONE\"")
                .doesNotContain("GLOBAL", "REGION");
    }

    @Test
    void theDefaultScopeIsThatOfTheType() throws Exception {
        send("PUT", "/api/v1/records/local/a", "1");

        assertThat(get("/api/v1/records/local/a").headers().firstValue("Substrate-Id"))
                .contains("region-3/local:a");
        assertThat(get("/api/v1/records/local/a?scope=global").statusCode()).isEqualTo(404);
    }

    @Test
    void aRequestThatIsTooOldToBeRecognisedIsRefused() throws Exception {
        RecordKey<Json> key = key("pkg", "requests");
        RequestId first = RequestId.at(Instant.now(), "first");
        WriteOptions options = WriteOptions.none().requestId(first);
        done(dht().put(key, new Json("1"), options)).orThrow();
        assertThat(done(dht().put(key, new Json("1"), options)).orThrow().repeated())
                .isTrue();
        for (int i = 2; i <= 4; i++) {
            done(dht().put(key, new Json("" + i))).orThrow();
        }

        assertThat(done(dht().put(key, new Json("1"), options))).isInstanceOf(WriteOutcome.RequestTooOld.class);
        HttpResponse<String> http = client().send(
                        HttpRequest.newBuilder(uri("/api/v1/records/pkg/requests"))
                                .header("Substrate-Request-Id", first.value())
                                .PUT(BodyPublishers.ofString("1"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(http.statusCode()).isEqualTo(409);
        assertThat(http.body()).contains("/problems/request-too-old");
        assertThat(done(dht().get(key)).orElseThrow().version()).isEqualTo(4);
    }

    @Test
    void everyRecordOfATypeIsShownToItsHandler() {
        RecordType<Counter> type = RecordType.of("shown", Counter.class);
        Map<String, Long> shown = new ConcurrentHashMap<>();
        for (int i = 0; i < 30; i++) {
            done(dht().put(type.key("r" + i), new Counter(i))).orThrow();
        }
        done(dht().delete(type.key("r7"))).orThrow();

        Runnable end = Records.scanLocally(node.node(), type, record -> {
            shown.put(record.uri().id(), record.value().value());
            return CompletableFuture.completedFuture(null);
        });

        await().atMost(SOON).until(() -> shown.size() == 29);
        assertThat(shown).containsEntry("r29", 29L).doesNotContainKey("r7");
        end.run();
    }

    @Test
    void severalRecordsAreReadAndWrittenTogetherEachWithItsOwnOutcome() {
        RecordType<Counter> type = RecordType.of("many", Counter.class);
        done(dht().put(type.key("there"), new Counter(1))).orThrow();
        Map<RecordKey<Counter>, Counter> values = new LinkedHashMap<>();
        values.put(type.key("there"), new Counter(2));
        for (int i = 0; i < 200; i++) {
            values.put(type.key("new" + i), new Counter(i));
        }

        Map<RecordKey<Counter>, WriteOutcome<Counter>> written =
                done(dht().putAll(values, WriteOptions.none().onlyIf(WriteOptions.Condition.Absent.ABSENT)));

        assertThat(written).hasSize(201);
        assertThat(written.get(type.key("there"))).isInstanceOf(WriteOutcome.Conflict.class);
        assertThat(written.get(type.key("new7")).orThrow().created()).isTrue();

        done(dht().put(RecordType.json("many").key("other"), new Json("[1]"))).orThrow();
        Map<RecordKey<Counter>, ReadOutcome<Counter>> read =
                done(dht().getAll(List.of(type.key("there"), type.key("new7"), type.key("none"), type.key("other"))));

        assertThat(read.keySet()).extracting(key -> key.uri().id()).containsExactly("there", "new7", "none", "other");
        assertThat(read.get(type.key("there")).orThrow().orElseThrow().value()).isEqualTo(new Counter(1));
        assertThat(read.get(type.key("none")))
                .isEqualTo(new ReadOutcome.Absent<>(type.key("none").uri()));
        assertThat(read.get(type.key("other"))).isInstanceOf(ReadOutcome.Failed.class);
    }

    @Test
    void moreRecordsAtOnceThanTheBoundAllowsAreRefused() {
        Map<RecordKey<Json>, Json> values = new LinkedHashMap<>();
        for (int i = 0; i <= 1000; i++) {
            values.put(key("many", "beyond" + i), new Json("1"));
        }

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> dht().putAll(values))
                .withMessageContaining("substrate.record.batch-keys-max");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> dht().getAll(values.keySet()));
        assertThat(done(dht().get(key("many", "beyond0")))).isEmpty();
    }

    @Test
    void aSchemeIsBoundToOneClassAndAClassToOneScheme() {
        record Other(String name) {}
        Records.register(node.node(), RecordType.of("bound", Other.class));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Records.register(node.node(), RecordType.of("bound", String.class)))
                .withMessageContaining("'bound'");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Records.register(node.node(), RecordType.of("other", Other.class)))
                .withMessageContaining("'bound'");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        done(dht().get(RecordType.of("bound", String.class).key("a"))));
    }

    @Test
    void aTimeToLiveThatIsNoneIsABadRequest() throws Exception {
        for (String wrong : new String[] {"0", "-1", "soon", "PT0S"}) {
            HttpResponse<String> answer = client().send(
                            HttpRequest.newBuilder(uri("/api/v1/records/pkg/ttl"))
                                    .header("Substrate-Time-To-Live", wrong)
                                    .PUT(BodyPublishers.ofString("1"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains("Substrate-Time-To-Live");
        }
    }

    private static Dht dht() {
        return Records.on(node.node());
    }

    private static RecordKey<Json> key(String scheme, String id) {
        return RecordType.json(scheme).key(id);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static String housekeeping() throws IOException, InterruptedException {
        return get("/api/v1/housekeeping").body();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client().send(
                        HttpRequest.newBuilder(uri(path))
                                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create(node.url() + path);
    }

    private static HttpClient client() {
        return HttpClient.newHttpClient();
    }
}
