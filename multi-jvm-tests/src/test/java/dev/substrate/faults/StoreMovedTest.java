package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Scope;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole store goes from one cluster into another that has other shards, while nodes and commands are killed. */
@Tag("cluster")
class StoreMovedTest {

    /** Tombstones of this type are purged at once, of all others never. */
    private static final String PURGING =
            "substrate.record { local-scan-interval = 100ms" + ", types.brief.tombstone-grace = 1ms }";

    private static final int RECORDS = 90;
    private static final int HOT = 8;
    private static final int LARGE_RECORDS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** What is read of a record through any node: status, headers, entity. */
    private record Seen(int status, Map<String, List<String>> headers, String body) {}

    @TempDir
    static Path folder;

    @Test
    @ClusterTest(nodes = 3, config = PURGING)
    void recordsThatAreWrittenMeanwhileArriveWithTheirVersionsAndHeaders(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        List<String> paths = fill(cluster.node(1));
        long purged = purgeSomething(cluster);
        AtomicLongArray acknowledged = new AtomicLongArray(HOT);
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService load = Executors.newFixedThreadPool(2);
        for (int client = 0; client < 2; client++) {
            int number = client + 1;
            load.execute(() -> write(cluster.node(number), acknowledged, writing));
        }
        cluster.await("there is load", SOON, () -> acknowledged.get(HOT - 1) > 3);
        List<Long> before = versions(acknowledged);
        Map<String, Seen> there = seen(cluster.node(1).httpUri().toString(), paths);

        String dir = folder.resolve("moved").toString();
        CommandProcess export = CommandProcess.start(
                folder,
                "store",
                "export",
                dir,
                "--url",
                cluster.node(1).httpUri().toString());
        cluster.node(3).kill();
        await().atMost(Duration.ofMinutes(2)).until(() -> !export.isAlive());
        writing.set(false);
        load.shutdown();
        assertThat(export.said()).contains(" / damaged 0 / ");
        CommandProcess.run(folder, "store", "verify", dir);

        try (InProcessNode target = InProcessNode.startReady(
                1, folder.resolve("target"), folder.resolve("target.db"), "substrate.shards.number = 7")) {
            CommandProcess.run(folder, "store", "import", dir, "--url", target.url());

            assertThat(seen(target.url(), paths)).isEqualTo(there);
            Dht dht = Records.on(target.node());
            for (int i = 0; i < HOT; i++) {
                Versioned<Json> hot = done(dht.get(hot(i))).orElseThrow();
                assertThat(hot.version()).isGreaterThanOrEqualTo(before.get(i));
                assertThat(hot.value().text()).isEqualTo(Long.toString(hot.version()));
                assertThat(done(dht.put(
                                        hot(i),
                                        new Json("\"new\""),
                                        WriteOptions.none().ifVersion(hot.version())))
                                .orThrow()
                                .version())
                        .isEqualTo(hot.version() + 1);
            }
            assertThat(done(dht.putIfAbsent(key("brief", "purged"), new Json("1")))
                            .orThrow()
                            .version())
                    .isGreaterThan(purged);
            assertThat(CommandProcess.run(folder, "store", "import", dir, "--url", target.url()))
                    .contains("restored 0 /");
            assertThat(done(dht.get(hot(0))).orElseThrow().value().text()).isEqualTo("\"new\"");
        }
    }

    @Test
    @ClusterTest(nodes = 3)
    void anImportGoesOnThoughItAndANodeAreKilled(TestCluster cluster) throws Exception {
        Path dir = folder.resolve("large");
        Map<String, String> there = new LinkedHashMap<>();
        try (InProcessNode source = InProcessNode.startReady(
                2, folder.resolve("source"), folder.resolve("source.db"), "substrate.shards.number = 7")) {
            fillLarge(source, there);
            CommandProcess export = CommandProcess.start(
                    folder, "store", "export", dir.toString(), "--part-size", "1", "--url", source.url());
            await().atMost(SOON).until(() -> Files.exists(dir.resolve("part-000002.jsonl.gz")) || !export.isAlive());
            export.kill();
            CommandProcess.run(folder, "store", "export", dir.toString(), "--part-size", "1", "--url", source.url());
        }
        cluster.awaitReady();
        String url = cluster.node(1).httpUri().toString();
        String[] command = {"store", "import", dir.toString(), "--url", url};

        CommandProcess killed = CommandProcess.start(folder, command);
        await().atMost(SOON).until(() -> Files.exists(dir.resolve("import-progress.json")) || !killed.isAlive());
        killed.kill();
        CommandProcess second = CommandProcess.start(folder, command);
        cluster.node(2).kill();
        await().atMost(Duration.ofMinutes(2)).until(() -> !second.isAlive());

        assertThat(second.said()).contains("Resuming at part-", " / differs 0 / purged 0 / refused 0 / damaged 0");
        Map<String, String> arrived = cluster.node(3).call(context -> {
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 0; i < LARGE_RECORDS; i++) {
                headers.put("" + i, headers(Records.on(node(context)), "" + i));
            }
            return headers;
        });
        assertThat(arrived).isEqualTo(there);
    }

    /** Writes records of all kinds, and returns where they can be read. */
    private static List<String> fill(NodeHandle node) throws Exception {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String path = "/api/v1/records/kind" + i % 3 + "/r%20" + i
                    + (i % 5 == 1 ? "?scope=region-3" : i % 5 == 2 ? "?scope=zone-1.2" : "");
            paths.add(path);
            for (int version = 1; version <= 1 + i % 4; version++) {
                HttpRequest.Builder put = HttpRequest.newBuilder(node.httpUri().resolve(path))
                        .PUT(BodyPublishers.ofString("{ \"n\" :\n" + i + ".50, \"v\":" + version + "}"));
                if (i % 7 == 0) {
                    put.header("Substrate-Time-To-Live", "PT2H");
                }
                assertThat(node.http().send(put).statusCode()).isBetween(200, 201);
            }
            if (i % 6 == 0) {
                assertThat(node.http()
                                .send(HttpRequest.newBuilder(node.httpUri().resolve(path))
                                        .DELETE())
                                .statusCode())
                        .isEqualTo(204);
            }
        }
        return paths;
    }

    /** Returns the version at which a tombstone was purged. */
    private static long purgeSomething(TestCluster cluster) {
        long version = cluster.node(1).call(context -> {
            Dht dht = Records.on(node(context));
            RecordKey<Json> key = key("brief", "purged");
            for (int i = 0; i < 20; i++) {
                done(dht.put(key, new Json("" + i))).orThrow();
            }
            return done(dht.delete(key)).orThrow().version();
        });
        cluster.await(
                "the tombstone is purged",
                SOON,
                () -> cluster.node(1)
                        .call(context -> done(Records.on(node(context)).head(key("brief", "purged")))
                                .isEmpty()));
        return version;
    }

    private static void write(NodeHandle node, AtomicLongArray acknowledged, AtomicBoolean writing) {
        while (writing.get()) {
            for (int i = 0; i < HOT; i++) {
                int number = i;
                long version = node.call(context -> {
                    WriteOutcome<Json> outcome = done(Records.on(node(context))
                            .update(
                                    hot(number),
                                    current -> new Json("" + (current == null ? 1 : current.version() + 1))));
                    return outcome instanceof WriteOutcome.Written<Json> written ? written.version() : 0L;
                });
                acknowledged.accumulateAndGet(i, version, Math::max);
            }
        }
    }

    private static void fillLarge(InProcessNode source, Map<String, String> there) {
        Dht dht = Records.on(source.node());
        String filling = "x".repeat(2_000);
        for (int from = 0; from < LARGE_RECORDS; from += 1_000) {
            Map<RecordKey<Json>, Json> values = new LinkedHashMap<>();
            for (int i = from; i < from + 1_000; i++) {
                values.put(key("large", "" + i), new Json("[" + i + ",\"" + filling + "\"]"));
            }
            done(dht.putAll(values)).values().forEach(WriteOutcome::orThrow);
            values.keySet().removeIf(key -> key.uri().id().hashCode() % 2 == 0);
            done(dht.putAll(values)).values().forEach(WriteOutcome::orThrow);
        }
        for (int i = 0; i < LARGE_RECORDS; i++) {
            there.put("" + i, headers(dht, "" + i));
        }
    }

    /** Returns the headers of a large record, as text. */
    private static String headers(Dht dht, String id) {
        return done(dht.head(key("large", id))).map(RecordHeaders::toString).orElse("none");
    }

    private static Map<String, Seen> seen(String url, List<String> paths) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (String path : paths) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
            Map<String, List<String>> headers =
                    new LinkedHashMap<>(answer.headers().map());
            headers.keySet().removeIf(name -> !name.startsWith("substrate-") && !name.equals("etag"));
            // Says where its owner is, which is another cluster's matter.
            headers.remove("substrate-owner");
            // Names the request, not the record.
            headers.remove("substrate-transaction-id");
            assertThat(headers).hasSizeGreaterThanOrEqualTo(9);
            seen.put(path, new Seen(answer.statusCode(), headers, answer.body()));
        }
        return seen;
    }

    private static List<Long> versions(AtomicLongArray versions) {
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < versions.length(); i++) {
            list.add(versions.get(i));
        }
        return list;
    }

    private static RecordKey<Json> hot(int number) {
        return key("hot", "h" + number).in(Scope.GLOBAL);
    }

    private static RecordKey<Json> key(String scheme, String id) {
        return RecordType.json(scheme).key(id);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
