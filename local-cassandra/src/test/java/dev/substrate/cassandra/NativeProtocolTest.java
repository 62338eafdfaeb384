package dev.substrate.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeProtocolTest {

    private static final byte[] SUPPORTED = {(byte) 0x84, 0, 0, 0, 0x06, 0, 0, 0, 2, 0, 0};
    private static final byte[] ERROR = {(byte) 0x84, 0, 0, 0, 0x00, 0, 0, 0, 2, 0, 0};
    private static final byte[] HTTP =
            "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aCassandraSaysWhatItSupports() {
        assertThat(answersOnceReplied(SUPPORTED)).isTrue();
    }

    @Test
    void anythingElseIsNoCassandra() {
        assertThat(answersOnceReplied(ERROR)).isFalse();
        assertThat(answersOnceReplied(HTTP)).isFalse();
        assertThat(answersOnceReplied(new byte[0])).isFalse();
    }

    @Test
    void silenceIsNoAnswerAndNeitherIsAClosedPort() throws Exception {
        assertThat(NativeProtocol.answers("127.0.0.1", server.getLocalPort(), Duration.ofMillis(100)))
                .isFalse();
        server.close();
        assertThat(NativeProtocol.answers("127.0.0.1", server.getLocalPort(), Duration.ofSeconds(10)))
                .isFalse();
    }

    private boolean answersOnceReplied(byte[] reply) {
        var replier = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(9);
                socket.getOutputStream().write(reply);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        replier.start();
        return NativeProtocol.answers("127.0.0.1", server.getLocalPort(), Duration.ofSeconds(10));
    }
}
