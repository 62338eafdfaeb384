package dev.substrate.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive HTTP/1.1 connection to one node; one request at a time.
 *
 * <p>Plain sockets, because a command line pays for every class it loads: the JDK's own client takes 170 ms to be ready
 * and five times the processor time per request.
 */
public final class Connection implements Closeable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Up to here the kernel takes a request even if the other side is frozen, so writing it does not block. */
    private static final int SMALL_BODY_BYTES = 16 * 1024;

    private final Endpoint endpoint;
    private @Nullable Socket socket;
    private @Nullable ResponseReader reader;

    /** Makes a connection that opens when it is first used, and again after a failure. */
    public Connection(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @throws NotConnectedException if the node has not seen the request
     * @throws IOException if the node may have seen the request but there is no answer
     */
    public Response exchange(Request request, Duration timeout) throws IOException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        if (socket == null || reader == null) {
            open();
        }
        Socket open = socket;
        ResponseReader answers = reader;
        try {
            send(open, request, timeout);
            Response response = answers.read(deadlineNanos, !request.wantsNoBody());
            if (!answers.keepsAlive()) {
                close();
            }
            return response;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Sends a request and shows the answer line by line, as it comes.
     *
     * @param silence how long nothing may come before the node is taken for dead
     * @param lines takes a line; false when it needs no more
     * @return the answer if it is no success
     * @throws NotConnectedException if the node has not seen the request
     * @throws IOException if there is no answer, or it breaks off
     */
    public Optional<Response> stream(Request request, Duration timeout, Duration silence, Predicate<String> lines)
            throws IOException {
        close();
        open();
        Socket open = socket;
        ResponseReader answers = reader;
        try {
            send(open, request, timeout);
            return answers.readLines(System.nanoTime() + timeout.toNanos(), silence, lines);
        } finally {
            close();
        }
    }

    private void open() throws NotConnectedException {
        try {
            Socket plain = new Socket();
            plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), (int) CONNECT_TIMEOUT.toMillis());
            plain.setTcpNoDelay(true);
            socket = endpoint.tls() ? secured(plain) : plain;
            reader = new ResponseReader(socket);
        } catch (IOException e) {
            close();
            throw new NotConnectedException(endpoint, e);
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, endpoint.host(), endpoint.port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
        secured.startHandshake();
        return secured;
    }

    private void send(Socket open, Request request, Duration timeout) throws IOException {
        byte[] head = request.head(endpoint).getBytes(StandardCharsets.US_ASCII);
        byte[] body = request.body();
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        OutputStream out = open.getOutputStream();
        if (body.length <= SMALL_BODY_BYTES) {
            out.write(whole);
            return;
        }
        Future<?> watch = Watchdog.closeAfter(open, timeout);
        try {
            out.write(whole);
        } finally {
            watch.cancel(false);
        }
    }

    @Override
    public void close() {
        Watchdog.closeQuietly(socket);
        socket = null;
        reader = null;
    }
}
