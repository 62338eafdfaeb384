package dev.substrate.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.substrate.testkit.PortBlock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyDriverTest {

    private static final int NODES = 3;
    private static final int NOTHING_COMES_MILLIS = 200;
    private static final int COMES_MILLIS = 20_000;

    private final PortBlock ports = PortBlock.reserve();
    private final int port = ports.port(0);
    private final int otherPort = ports.port(1);
    private final ProxyDriver driver = ProxyDriver.open(NODES, 42);
    private final Network network = new Network(driver, NODES, words -> {});
    private final List<EchoServer> servers = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private EchoServer second;

    @BeforeEach
    void startServers() {
        for (int node = 1; node <= NODES; node++) {
            servers.add(EchoServer.start(driver.address(node, port).bindHost(), port));
        }
        second = servers.get(1);
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        driver.close();
        for (EchoServer server : servers) {
            server.close();
        }
        ports.close();
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        Socket client = connect(1, 2);
        send(client, "hello");

        assertThat(receive(client, 5)).isEqualTo("hello");
    }

    @Test
    void everyByteComesInItsOrder() throws Exception {
        var sent = new byte[3 * ProxyFlow.WINDOW_BYTES];
        new Random(1).nextBytes(sent);
        Socket client = connect(1, 2);
        var writer = new Thread(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        writer.join();
    }

    @Test
    void aCutHoldsWhatIsSentUntilItIsHealed() throws IOException {
        Socket client = connect(1, 2);
        send(client, "before");
        receive(client, 6);

        network.partition(Set.of(1), Set.of(2, 3));
        send(client, "during");

        assertNothingComes(client);
        assertThat(second.bytes()).isEqualTo(6);
        network.heal();
        assertThat(receive(client, 6)).isEqualTo("during");
    }

    @Test
    void aCutOfTheWayBackHoldsTheAnswerOnly() throws IOException {
        Socket client = connect(1, 2);

        network.oneWay(2, 1);
        send(client, "question");

        await().until(() -> second.bytes() == 8);
        assertNothingComes(client);
        network.heal();
        assertThat(receive(client, 8)).isEqualTo("question");
    }

    @Test
    void aCutHoldsAnswersOnConnectionsThatTheOtherOneOpened() throws IOException {
        Socket client = connect(2, 1);

        network.oneWay(1, 2);
        send(client, "question");

        await().until(() -> servers.get(0).bytes() == 8);
        assertNothingComes(client);
        network.heal();
        assertThat(receive(client, 8)).isEqualTo("question");
    }

    @Test
    void aCutLeavesOtherLinksAlone() throws IOException {
        network.link(1, 2).cut();
        Socket client = connect(1, 3);
        send(client, "hello");

        assertThat(receive(client, 5)).isEqualTo("hello");
    }

    @Test
    void aConnectionThatIsOpenedDuringACutReachesTheTargetAfterIt() throws IOException {
        network.isolate(2);
        Socket client = connect(1, 2);
        send(client, "hello");

        assertNothingComes(client);
        assertThat(second.connections()).isZero();
        network.heal();
        assertThat(receive(client, 5)).isEqualTo("hello");
    }

    @Test
    void theEndOfAConnectionTravelsBehindWhatWasSentBefore() throws IOException {
        Socket client = connect(1, 2);
        send(client, "a");
        receive(client, 1);

        network.link(1, 2).cut();
        send(client, "last words");
        client.close();

        Socket other = connect(3, 2);
        send(other, "a");
        receive(other, 1);
        assertThat(second.ends()).isZero();
        network.heal();
        await().until(() -> second.ends() + second.breaks() == 1);
        assertThat(second.bytes()).isEqualTo(12);
    }

    @Test
    void thatAConnectionBrokeIsHeldByACutToo() throws IOException {
        Socket client = connect(1, 2);
        send(client, "a");
        receive(client, 1);

        network.link(1, 2).cut();
        client.setSoLinger(true, 0);
        client.close();

        Socket other = connect(3, 2);
        send(other, "a");
        receive(other, 1);
        assertThat(second.breaks()).isZero();
        network.heal();
        await().until(() -> second.breaks() == 1);
    }

    @Test
    void aCutOfOnePortLeavesTheOthersAlone() throws IOException {
        servers.add(EchoServer.start(driver.address(2, otherPort).bindHost(), otherPort));
        network.link(1, 2).port(port).cut();
        Socket cut = connect(1, 2);
        Socket whole = connect(1, driver.address(2, otherPort));
        send(cut, "hello");
        send(whole, "hello");

        assertThat(receive(whole, 5)).isEqualTo("hello");
        assertNothingComes(cut);
        network.link(1, 2).port(port).heal();
        assertThat(receive(cut, 5)).isEqualTo("hello");
    }

    @Test
    void aDelayIsOneWay() throws IOException {
        Duration delay = Duration.ofMillis(150);
        Socket client = connect(1, 2);
        send(client, "a");
        receive(client, 1);

        network.link(1, 2).delay(delay);
        assertThat(roundTrip(client)).isGreaterThanOrEqualTo(delay);
        network.link(2, 1).delay(delay);
        assertThat(roundTrip(client)).isGreaterThanOrEqualTo(delay.multipliedBy(2));
    }

    @Test
    void whatIsUnderWayIsNotDelayedAnyMoreAfterAHeal() throws IOException {
        Socket client = connect(1, 2);
        network.link(1, 2).delay(Duration.ofHours(1));
        send(client, "hello");

        assertNothingComes(client);
        network.heal();
        assertThat(receive(client, 5)).isEqualTo("hello");
    }

    @Test
    void jitterDoesNotChangeTheOrder() throws IOException {
        network.link(1, 2).jitter(Duration.ofMillis(20));
        Socket client = connect(1, 2);
        var sent = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            sent.append(i % 10);
            send(client, Integer.toString(i % 10));
        }

        assertThat(receive(client, 100)).isEqualTo(sent.toString());
    }

    @Test
    void allConnectionsOfALinkShareItsBandwidth() throws IOException {
        int bytesEach = 20_000;
        network.link(1, 2).bandwidth(100_000);
        Socket one = connect(1, 2);
        Socket other = connect(1, 2);
        long start = System.nanoTime();
        send(one, "x".repeat(bytesEach));
        send(other, "x".repeat(bytesEach));
        receive(one, bytesEach);
        receive(other, bytesEach);

        // Four tenths of a second, but for the slice that is sent at once.
        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(370));
    }

    @Test
    void lossMeansThatSomeBytesAreLateAndNoneAreMissing() throws IOException {
        network.link(1, 2).loss(0.2);
        Socket client = connect(1, 2);
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            send(client, "hello");
            assertThat(receive(client, 5)).isEqualTo("hello");
        }

        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aResetBreaksTheConnectionsThatExistAtBothEnds() throws IOException {
        Socket client = connect(1, 2);
        Socket bystander = connect(3, 2);
        send(client, "a");
        receive(client, 1);

        network.link(2, 1).reset();

        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        await().until(() -> second.breaks() == 1);
        send(bystander, "a");
        assertThat(receive(bystander, 1)).isEqualTo("a");
        Socket next = connect(1, 2);
        send(next, "a");
        assertThat(receive(next, 1)).isEqualTo("a");
    }

    @Test
    void aPortWhereNobodyListensResetsConnections() throws IOException {
        Socket client = connect(1, driver.address(2, otherPort));

        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
    }

    @Test
    void aSenderMustWaitWhenTooMuchIsHeld() throws IOException {
        network.link(1, 2).cut();
        int ownBytes = 64 << 10;
        try (var client = SocketChannel.open()) {
            client.setOption(StandardSocketOptions.SO_SNDBUF, ownBytes);
            client.bind(new InetSocketAddress(driver.address(1, port).clientHost(), 0));
            client.connect(advertised(2));
            client.configureBlocking(false);

            long sent = sendUntilFull(client);

            // What the kernels of both ends hold comes on top.
            assertThat(sent).isBetween((long) ProxyFlow.WINDOW_BYTES, 2L * ProxyFlow.WINDOW_BYTES);
            network.heal();
            await().until(() -> second.bytes() > 0);
        }
    }

    @Test
    void aProgramThatCannotChooseItsAddressTakesOneThatIsForItAlone() throws IOException {
        InetSocketAddress forFirst = driver.addressAsSeenBy(1, 2, port);
        InetSocketAddress forThird = driver.addressAsSeenBy(3, 2, port);
        network.link(1, 2).cut();
        Socket first = client(new Socket(forFirst.getAddress(), port));
        Socket third = client(new Socket(forThird.getAddress(), port));
        send(first, "a");
        send(third, "a");

        assertThat(receive(third, 1)).isEqualTo("a");
        assertNothingComes(first);
    }

    @Test
    void nothingHappensToWhatANodeSendsToItselfAndTheTestSends() throws IOException {
        network.isolate(2);
        Socket own = connect(2, 2);
        Socket ofTheTest = client(new Socket(driver.addressFromOutside(2, port).getAddress(), port));
        send(own, "a");
        send(ofTheTest, "a");

        assertThat(receive(own, 1)).isEqualTo("a");
        assertThat(receive(ofTheTest, 1)).isEqualTo("a");
    }

    @Test
    void oneNodeLosesAServiceWhileTheOthersKeepIt() throws IOException {
        driver.addService("store", driver.addressFromOutside(3, port));
        Socket first = client(new Socket());
        first.connect(driver.serviceAsSeenBy(1, "store"));
        Socket other = client(new Socket());
        other.connect(driver.serviceAsSeenBy(2, "store"));

        network.link(1, "store").cut();
        send(first, "a");
        send(other, "a");

        assertThat(receive(other, 1)).isEqualTo("a");
        assertNothingComes(first);
        network.heal();
        assertThat(receive(first, 1)).isEqualTo("a");
        assertThatThrownBy(() -> network.link(1, "stoer")).hasMessageContaining("no stoer");
    }

    @Test
    void aFlappingLinkIsWholeAfterItHasBeenStopped() throws IOException {
        Duration shortest = Duration.ofMillis(1);
        Duration longest = Duration.ofMillis(30);
        Rhythm rhythm = Rhythm.seeded(7).cutFor(shortest, longest).wholeFor(shortest, longest);
        Socket client = connect(1, 2);
        Flap flap = network.flap(rhythm, network.link(1, 2), network.link(2, 1));
        for (int i = 0; i < 50; i++) {
            send(client, "a");
            assertThat(receive(client, 1)).isEqualTo("a");
        }
        flap.stop();
        send(client, "b");
        assertThat(receive(client, 1)).isEqualTo("b");
    }

    @Test
    void nothingIsLeftAfterItIsClosed() throws IOException {
        InetSocketAddress at = advertised(2);
        Socket client = connect(1, 2);
        send(client, "a");
        receive(client, 1);
        Socket held = connect(3, 2);
        network.link(3, 2).cut();
        send(held, "a");

        driver.close();

        await().until(() -> second.ends() + second.breaks() == second.connections());
        assertThatThrownBy(() -> new Socket(at.getAddress(), at.getPort()).close())
                .hasMessageContaining("refused");
        assertThat(threadsOf("network-proxy")).isZero();
        assertThatThrownBy(() -> network.link(1, 2).cut()).hasMessageContaining("closed");
    }

    private Socket connect(int from, int to) throws IOException {
        return connect(from, driver.address(to, port));
    }

    private Socket connect(int from, NodeEndpoint target) throws IOException {
        Socket socket = client(new Socket());
        socket.bind(new InetSocketAddress(driver.address(from, port).clientHost(), 0));
        socket.connect(new InetSocketAddress(target.advertisedHost(), target.advertisedPort()));
        return socket;
    }

    private Socket client(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        clients.add(socket);
        return socket;
    }

    private InetSocketAddress advertised(int node) {
        NodeEndpoint address = driver.address(node, port);
        return new InetSocketAddress(address.advertisedHost(), address.advertisedPort());
    }

    private static void send(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        socket.setSoTimeout(COMES_MILLIS);
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private static void assertNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_COMES_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static Duration roundTrip(Socket socket) throws IOException {
        long start = System.nanoTime();
        send(socket, "a");
        receive(socket, 1);
        return since(start);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Sends until nothing has been taken for a while. */
    private static long sendUntilFull(SocketChannel client) {
        var sent = new long[1];
        await().during(Duration.ofMillis(NOTHING_COMES_MILLIS)).until(() -> {
            int taken = client.write(ByteBuffer.allocate(1 << 16));
            sent[0] += taken;
            return taken == 0;
        });
        return sent[0];
    }

    private static long threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }
}
