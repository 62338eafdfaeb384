package dev.substrate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private ServerSocket server;
    private Connection connection;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        connection = new Connection(Endpoint.local(server.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
    }

    @Test
    void aBodyOfKnownLengthIsReadAndTheConnectionUsedAgain() throws Exception {
        answer(lines("HTTP/1.1 200 OK", "ETag: \"7\"", "Content-Length: 2", "", "hiHTTP/1.1 204 No Content", "", ""));

        Response first = connection.exchange(Request.get("/a"), LONG);
        Response second = connection.exchange(Request.get("/b"), LONG);

        assertThat(first.text()).isEqualTo("hi");
        assertThat(first.version()).isEqualTo(7);
        assertThat(second.status()).isEqualTo(204);
        assertThat(second.version()).isEqualTo(-1);
    }

    @Test
    void chunksAreJoined() throws Exception {
        answer(lines("HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "")
                + lines("3", "abc", "A;x=y", "0123456789", "0", "", ""));

        assertThat(connection.exchange(Request.get("/"), LONG).text()).isEqualTo("abc0123456789");
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
        answerAndClose(lines("HTTP/1.1 200 OK", "", "all of it"));

        assertThat(connection.exchange(Request.get("/"), LONG).text()).isEqualTo("all of it");
    }

    @Test
    void aLostAnswerIsNotTakenForAMissingNode() throws Exception {
        answerAndClose(lines("HTTP/1.1 200 OK", "Content-Length: 10", "", "half"));

        assertThatThrownBy(() -> connection.exchange(Request.get("/"), LONG))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotConnectedException.class)
                .hasMessageContaining("before its answer was complete");
    }

    @Test
    void aNodeThatSaysNothingIsGivenUpInTime() {
        assertThatThrownBy(() -> connection.exchange(Request.get("/"), SHORT))
                .hasMessageContaining("did not answer in time");
    }

    @Test
    void aNodeThatReadsNothingIsGivenUpInTime() {
        byte[] moreThanBuffersTake = new byte[32 * 1024 * 1024];

        assertThatThrownBy(() -> connection.exchange(Request.of("PUT", "/", "text/plain", moreThanBuffersTake), SHORT))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotConnectedException.class);
    }

    @Test
    void nobodyListeningMeansThatNothingWasSent() throws Exception {
        server.close();

        assertThatThrownBy(() -> connection.exchange(Request.get("/"), LONG)).isInstanceOf(NotConnectedException.class);
    }

    @Test
    void somethingElseThanHttpIsRefused() {
        answer("SSH-2.0-OpenSSH_9.2\r\n");

        assertThatThrownBy(() -> connection.exchange(Request.get("/"), LONG))
                .hasMessageContaining("not an HTTP answer");
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    private void answer(String text) {
        serve(text, false);
    }

    private void answerAndClose(String text) {
        serve(text, true);
    }

    private void serve(String text, boolean close) {
        Thread thread = new Thread(() -> {
            try {
                Socket socket = server.accept();
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                if (close) {
                    // Only after the request is read, or else the answer is lost in a reset.
                    while (socket.getInputStream().read() != '\n') {}
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
