package dev.substrate.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real Cassandras. */
@Tag("cluster")
class LocalCassandraTest {

    private static final Duration A_WHILE = Duration.ofMinutes(2);
    private static final int ROWS = 200;

    @TempDir
    private Path temp;

    private final List<LocalCassandra> started = new ArrayList<>();

    @AfterEach
    void kill() {
        started.forEach(LocalCassandra::close);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterKillAndAfterAnOrderlyStop() {
        List<Duration> progress = new ArrayList<>();
        LocalCassandra cassandra = start(settings()).awaitAnswering(A_WHILE, progress::add);
        assertThat(progress).isNotEmpty();
        try (CqlSession session = connect(cassandra)) {
            session.execute(
                    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            session.execute("CREATE TABLE k.t (id int PRIMARY KEY, v int)");
            IntStream.range(0, ROWS).forEach(i -> session.execute("INSERT INTO k.t (id, v) VALUES (?, ?)", i, i * i));
        }

        cassandra.kill();
        assertThat(cassandra.answers()).isFalse();
        cassandra.restart().awaitAnswering(A_WHILE, elapsed -> {});
        assertThat(values(cassandra)).hasSize(ROWS).contains((ROWS - 1) * (ROWS - 1));

        assertThat(cassandra.stop(A_WHILE)).isTrue();
        assertThat(cassandra.stop(A_WHILE)).isTrue();
        cassandra.restart().awaitAnswering(A_WHILE, elapsed -> {});
        assertThat(values(cassandra)).hasSize(ROWS);
    }

    @Test
    void aPausedCassandraGoesOnWhereItWas() throws Exception {
        LocalCassandra cassandra = start(settings()).awaitAnswering(A_WHILE, elapsed -> {});
        try (CqlSession session = connect(cassandra)) {
            cassandra.pause();
            CompletionStage<?> read = session.executeAsync("SELECT release_version FROM system.local");
            assertThat(cassandra.answers()).isFalse();
            assertThat(cassandra.isAlive()).isTrue();
            assertThat(read.toCompletableFuture()).isNotDone();

            cassandra.resume();
            read.toCompletableFuture().get(A_WHILE.toSeconds(), TimeUnit.SECONDS);
        }
        cassandra.pause();
        assertThat(cassandra.stop(A_WHILE)).isTrue();
        assertThatThrownBy(cassandra::pause).hasMessageContaining("has ended");
    }

    @Test
    void aFolderAndItsPortsAreForOneCassandra() {
        CassandraSettings settings = settings();
        LocalCassandra cassandra = start(settings);
        await().atMost(A_WHILE)
                .until(() -> LocalCassandra.find(settings.folder()).isPresent());

        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining("already (pid " + cassandra.pid() + ")");
        assertThatThrownBy(cassandra::restart).hasMessageContaining("is alive");
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnythingStarts() throws Exception {
        CassandraSettings settings = settings();
        try (var taken = new ServerSocket(settings.storagePort(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(settings))
                    .isInstanceOf(CassandraException.class)
                    .hasMessageContaining(
                            "Port " + taken.getLocalPort() + ", the storage port of Cassandra, is in use");
        }
        assertThat(settings.folder()).doesNotExist();
    }

    @Test
    void aCassandraThatEndsInsteadOfStartingShowsTheEndOfItsLog() {
        LocalCassandra cassandra = start(settings().withJvmOptions(List.of("-XX:NoSuchOption")));

        assertThatThrownBy(() -> cassandra.awaitAnswering(A_WHILE, elapsed -> {}))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("NoSuchOption");
    }

    @Test
    void itEndsWithWhoStartedItEvenWhilePaused() throws Exception {
        Path folder = temp.resolve("cassandra");
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsubstrate.cassandra.lib=" + LocalCassandra.libraries(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Starter.class.getName(),
                        folder.toString(),
                        String.valueOf(FreePorts.pair()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = starter.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            await().atMost(A_WHILE).until(() -> LocalCassandra.find(folder).isPresent());
            ProcessHandle cassandra = LocalCassandra.find(folder).orElseThrow();
            assertThat(cassandra.pid()).isEqualTo(pid);
            new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + pid).start().waitFor();

            starter.destroyForcibly().waitFor();

            await().atMost(A_WHILE).until(() -> !cassandra.isAlive());
        } finally {
            starter.destroyForcibly();
        }
    }

    private LocalCassandra start(CassandraSettings settings) {
        LocalCassandra cassandra = LocalCassandra.start(settings);
        started.add(cassandra);
        return cassandra;
    }

    private CassandraSettings settings() {
        return CassandraSettings.of(temp.resolve("cassandra"), LocalCassandra.libraries(), FreePorts.pair())
                .endingWithStarter();
    }

    private static List<Integer> values(LocalCassandra cassandra) {
        try (CqlSession session = connect(cassandra)) {
            return session.execute("SELECT v FROM k.t")
                    .map(row -> row.getInt("v"))
                    .all();
        }
    }

    private static CqlSession connect(LocalCassandra cassandra) {
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), cassandra.settings().nativePort()))
                .withLocalDatacenter(LocalCassandra.DATACENTER)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, A_WHILE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, A_WHILE)
                        .build())
                .build();
    }
}
