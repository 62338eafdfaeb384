package dev.substrate.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.substrate.testkit.internal.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Skipped, with the reason, where namespaces cannot be made. */
@Timeout(120)
class NamespaceDriverTest {

    private static final int PORT = 7_000;
    private static final int NODES = 3;
    private static final int COMES_MILLIS = 20_000;
    private static final int NOTHING_COMES_MILLIS = 300;
    private static final int OPENS_NOT_MILLIS = 500;

    private static NamespaceDriver driver;
    private static Network network;
    private static List<NamespacePeer> peers = List.of();

    @BeforeAll
    static void startPeers() throws IOException {
        Availability here = NetworkKind.NAMESPACES.availability();
        Assumptions.assumeTrue(here.isAvailable(), here.words());
        driver = NamespaceDriver.open(NODES, 1);
        network = new Network(driver, NODES, words -> {});
        peers = List.of(
                NamespacePeer.start(driver, 1, PORT),
                NamespacePeer.start(driver, 2, PORT),
                NamespacePeer.start(driver, 3, PORT));
    }

    @AfterAll
    static void removeAll() {
        peers.forEach(NamespacePeer::close);
        if (driver != null) {
            driver.close();
        }
    }

    @AfterEach
    void heal() throws IOException {
        network.heal();
        for (NamespacePeer peer : peers) {
            peer.hangUp();
        }
    }

    @Test
    void nodesReachEachOtherAndTheTestReachesNodes() throws IOException {
        assertThat(ask(1, 2, "hello")).isEqualTo("hello");
        assertThat(ask(3, 2, "hello")).isEqualTo("hello");
        try (var socket = new Socket()) {
            socket.connect(driver.addressFromOutside(2, PORT), COMES_MILLIS);
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().readNBytes(5)).hasSize(5);
        }
    }

    @Test
    void aCutHoldsWhatIsSentAndTcpDeliversItAfterTheHeal() throws IOException {
        ask(1, 2, "before");

        network.partition(Set.of(1), Set.of(2, 3));
        assertThat(peer(1).ask(at(2), "during", NOTHING_COMES_MILLIS)).isEqualTo(NamespacePeer.TIMEOUT);
        assertThat(ask(3, 2, "hello")).isEqualTo("hello");
        network.heal();

        assertThat(ask(1, 2, "!after")).isEqualTo("during");
        assertThat(ask(1, 2, "123456")).isEqualTo("!after");
    }

    @Test
    void noConnectionOpensDuringACutOfEitherDirection() throws IOException {
        network.oneWay(2, 3);
        assertThat(peer(2).ask(at(3), "a", OPENS_NOT_MILLIS)).isEqualTo(NamespacePeer.TIMEOUT);
        assertThat(peer(3).ask(at(2), "a", OPENS_NOT_MILLIS)).isIn(NamespacePeer.TIMEOUT, "a");
        network.heal();
        assertThat(ask(2, 3, "a")).isEqualTo("a");
    }

    @Test
    void aResetBreaksConnectionsThatExist() throws IOException {
        ask(3, 1, "a");

        network.link(1, 3).port(PORT).reset();

        assertThat(ask(3, 1, "a")).isEqualTo(NamespacePeer.BROKEN);
        assertThat(ask(3, 1, "a")).isEqualTo("a");
    }

    @Test
    void aCutOfAnotherPortChangesNothing() throws IOException {
        network.link(2, 1).port(PORT + 1).cut();
        assertThat(ask(2, 1, "a")).isEqualTo("a");

        network.link(2, 1).port(PORT).cut();
        assertThat(peer(2).ask(at(1), "b", NOTHING_COMES_MILLIS)).isEqualTo(NamespacePeer.TIMEOUT);
        network.heal();
        assertThat(ask(2, 1, "c")).isEqualTo("b");
    }

    @Test
    void aBandwidthSlowsOneDirectionDown() throws IOException {
        String large = "x".repeat(40_000);
        assertThat(ask(1, 3, large)).isEqualTo(large);
        network.link(1, 3).bandwidth(100_000);

        long start = System.nanoTime();
        assertThat(ask(1, 3, large)).isEqualTo(large);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void lossMakesBytesLateAndNoneMissing() throws IOException {
        network.link(3, 1).loss(0.3);
        for (int i = 0; i < 10; i++) {
            assertThat(ask(3, 1, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void aDelayIsRefused() {
        assertThatThrownBy(() -> network.link(1, 2).delay(Duration.ofMillis(1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void oneNodeLosesAServiceOfThisMachine() throws IOException {
        try (EchoServer store = EchoServer.start("127.0.0.1", 0)) {
            driver.addService("store", store.address());
            InetSocketAddress forFirst = driver.serviceAsSeenBy(1, "store");
            InetSocketAddress forSecond = driver.serviceAsSeenBy(2, "store");
            network.link(1, "store").cut();

            assertThat(peer(2).ask(forSecond, "a", COMES_MILLIS)).isEqualTo("a");
            assertThat(peer(1).ask(forFirst, "a", NOTHING_COMES_MILLIS)).isEqualTo(NamespacePeer.TIMEOUT);
            network.heal();
            assertThat(peer(1).ask(forFirst, "b", COMES_MILLIS)).isEqualTo("a");
        }
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedByTheNextOne() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Leaver.class.getName());
        Process leaver = new ProcessBuilder(command).inheritIO().start();
        String prefix = "ck" + leaver.pid() + "-";
        leaver.waitFor();
        assertThat(namespaces()).anyMatch(name -> name.startsWith(prefix));

        NamespaceDriver.open(1, 0).close();

        assertThat(namespaces()).noneMatch(name -> name.startsWith(prefix));
        assertThat(namespaces()).contains(driver.commandPrefix(1).get(3));
        await().until(() -> devices().stream().noneMatch(name -> name.startsWith(prefix)));
    }

    @Test
    void nothingIsLeftAfterItIsClosed() throws IOException {
        String own = "ck" + ProcessHandle.current().pid() + "-";
        List<String> before =
                namespaces().stream().filter(name -> name.startsWith(own)).toList();
        List<String> devicesBefore =
                devices().stream().filter(name -> name.startsWith(own)).toList();

        NamespaceDriver.open(2, 0).close();

        assertThat(namespaces()).filteredOn(name -> name.startsWith(own)).isEqualTo(before);
        assertThat(devices()).filteredOn(name -> name.startsWith(own)).isEqualTo(devicesBefore);
    }

    private static String ask(int from, int to, String line) throws IOException {
        return peer(from).ask(at(to), line, COMES_MILLIS);
    }

    private static NamespacePeer peer(int node) {
        return peers.get(node - 1);
    }

    private static InetSocketAddress at(int node) {
        return driver.addressAsSeenBy(node == 1 ? 2 : 1, node, PORT);
    }

    private static List<String> namespaces() {
        return Command.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .sorted()
                .toList();
    }

    private static List<String> devices() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/sys/class/net"))) {
            return all.map(device -> device.getFileName().toString()).sorted().toList();
        }
    }

    /** Leaves its namespaces behind. */
    static final class Leaver {

        public static void main(String[] args) {
            NamespaceDriver.open(2, 0);
            Runtime.getRuntime().halt(0);
        }
    }
}
