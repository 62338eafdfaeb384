package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.faults.SteadyLoad.Tally;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeHttp;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store does not answer for a while, under load: what callers get, what the log says, and how it goes on. */
@Tag("cluster")
class StoreAwayTest {

    private static final String CONFIG = "substrate.record.request-deadline = 5s";
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    /** Longer than the deadline of operations, and than what SQLite waits for a lock. */
    private static final Duration AWAY = Duration.ofSeconds(14);

    private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOAD_ENDS_WITHIN = Duration.ofSeconds(60);

    /** How much later than its deadline an operation may end on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final int LOG_LINES_MAX = 20;
    private static final Pattern TROUBLE = Pattern.compile("\\S+ (WARN|ERROR) .*");

    /** What {@code substrate-logback.xml} leaves out, and what only says that this machine is slow. */
    private static final Pattern OTHER_LOGGERS = Pattern.compile(
            ".* (c\\.d\\.o\\.d\\.|a\\.m\\.c\\.b\\.|a\\.cluster\\.sharding\\.ShardRegion|akka\\.cluster\\.sharding\\.Shard|"
                    + "a\\.r\\.PhiAccrual|akka\\.cluster\\.ClusterHeartbeat|\\S*ShardCoordinator).*");

    private static final String CALM = "/api/v1/records/calm/a";

    private interface Step {
        void run() throws Exception;
    }

    @Test
    @ClusterTest(nodes = 2, config = CONFIG)
    void aFileThatAnotherProcessHasLocked(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        try (Connection shell = DriverManager.getConnection(
                        "jdbc:sqlite:" + cluster.folder().resolve("data/substrate.db"));
                Statement statement = shell.createStatement()) {
            outage(
                    cluster,
                    () -> statement.execute("BEGIN EXCLUSIVE"),
                    () -> assertThat(put(cluster.http(1), CALM).body()).contains("/problems/outcome-unknown"),
                    () -> statement.execute("ROLLBACK"));
        }
    }

    @Test
    @Tag("soak")
    @ClusterTest(nodes = 2, store = Store.CASSANDRA, config = CONFIG)
    void aServerThatWasKilled(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        outage(
                cluster,
                () -> cluster.cassandra().kill(),
                () -> {
                    HttpResponse<String> read = cluster.http(2).get(CALM);
                    assertThat(read.statusCode()).isEqualTo(503);
                    assertThat(read.body())
                            .contains("/problems/unavailable", "its owner could not ask the store")
                            .doesNotContain("Nothing was written");
                    assertThat(put(cluster.http(1), CALM).body()).contains("/problems/outcome-unknown");
                },
                () -> cluster.cassandra().restart());
    }

    @Test
    @Tag("soak")
    @ClusterTest(nodes = 2, store = Store.CASSANDRA, config = CONFIG)
    void aServerThatStandsStill(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        outage(
                cluster,
                () -> cluster.cassandra().pause(),
                () -> {
                    assertThat(cluster.http(2).get(CALM).body()).contains("/problems/unavailable");
                    assertThat(put(cluster.http(1), CALM).body()).contains("/problems/outcome-unknown");
                },
                () -> cluster.cassandra().resume());
    }

    private static void outage(TestCluster cluster, Step goesAway, Step meanwhile, Step comesBack) throws Exception {
        assertThat(put(cluster.http(1), CALM).statusCode()).isEqualTo(201);
        assertThat(cluster.node(1).call(SteadyLoad::fill)).isEqualTo(SteadyLoad.RECORDS);
        Map<NodeHandle, CompletableFuture<Tally>> loads = new HashMap<>();

        goesAway.run();
        long end = System.nanoTime() + AWAY.toNanos();
        for (NodeHandle node : cluster.nodes()) {
            loads.put(node, node.callAsync(context -> SteadyLoad.run(context)));
        }
        meanwhile.run();
        // The outage is so long because it is its length that is under test.
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        comesBack.run();

        long back = System.nanoTime();
        for (NodeHandle node : cluster.nodes()) {
            cluster.await(
                    "records are written again",
                    BACK_WITHIN,
                    () -> node.call(context -> Counter.put(context, "after", 1)).version() > 0);
            cluster.await("the load is written again", BACK_WITHIN, () -> node.call(SteadyLoad::acknowledgedSoFar) > 0);
        }
        System.out.printf("Written again after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back));
        Map<String, String> acknowledged = new HashMap<>();
        for (NodeHandle node : cluster.nodes()) {
            assertThat(node.call(SteadyLoad::stop)).isTrue();
            Tally tally =
                    loads.get(node).get(TimeFactor.dilate(LOAD_ENDS_WITHIN).toMillis(), TimeUnit.MILLISECONDS);
            System.out.println(node.number() + ": " + tally.endings() + ", longest " + tally.longestMillis() + " ms");
            assertThat(tally.endings().keySet())
                    .isSubsetOf("read answered", "read unavailable", "write Written", "write Unknown", "write Busy");
            assertThat(tally.of("write Unknown")).isPositive();
            assertThat(tally.of("write Written")).isPositive();
            assertThat(tally.longestMillis())
                    .isLessThan(TimeFactor.dilate(DEADLINE.plus(SLACK)).toMillis());
            tally.acknowledged()
                    .forEach((version, entity) -> assertThat(acknowledged.put(version, entity))
                            .as("%s was acknowledged to one writer", version)
                            .isNull());
        }
        assertFewLines(cluster);
        Map<String, String> newest = cluster.node(2).call(SteadyLoad::newest);
        assertThat(newest)
                .allSatisfy((version, entity) ->
                        assertThat(acknowledged.getOrDefault(version, entity)).isEqualTo(entity));
        assertThat(newestVersions(newest))
                .allSatisfy((record, version) -> assertThat(version)
                        .isGreaterThanOrEqualTo(newestVersions(acknowledged).getOrDefault(record, 0L)));
    }

    /**
     * Counts what a person would have to read to see that it is the store. Not each node need say so: who waits for its turn
     * at the file all the while is behind another that does.
     */
    private static void assertFewLines(TestCluster cluster) throws IOException {
        List<String> first = new ArrayList<>();
        for (NodeHandle node : cluster.nodes()) {
            List<String> lines = new ArrayList<>();
            try (Stream<String> log = Files.lines(node.log())) {
                log.filter(line -> TROUBLE.matcher(line).matches()
                                && !OTHER_LOGGERS.matcher(line).matches())
                        .forEach(lines::add);
            }
            lines.forEach(line -> System.out.println(node.number() + ": " + line));
            assertThat(lines).hasSizeLessThan(LOG_LINES_MAX);
            lines.stream().findFirst().ifPresent(first::add);
        }
        assertThat(first).isNotEmpty().allSatisfy(line -> assertThat(line).containsPattern(" d\\.s\\.s(tore)?\\."));
    }

    private static Map<String, Long> newestVersions(Map<String, String> byVersion) {
        Map<String, Long> newest = new HashMap<>();
        for (String version : byVersion.keySet()) {
            String[] parts = version.split(" at ", -1);
            newest.merge(parts[0], Long.parseLong(parts[1]), Math::max);
        }
        return newest;
    }

    private static HttpResponse<String> put(NodeHttp http, String path) throws IOException {
        return http.send(HttpRequest.newBuilder(http.uri().resolve(path)).PUT(BodyPublishers.ofString("{}")));
    }
}
