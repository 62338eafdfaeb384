package dev.substrate.store.contract.cassandra;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a driver and Cassandra and holds up executions of one statement. It reads the frames of version 4 of the
 * protocol, far enough to know which statement an execution is of.
 */
final class HoldingProxy implements AutoCloseable {

    private static final int HEADER_BYTES = 9;
    private static final int STREAM_AT = 2;
    private static final int OPCODE_AT = 4;
    private static final int LENGTH_AT = 5;
    private static final byte PREPARE = 0x09;
    private static final byte RESULT = 0x08;
    private static final byte EXECUTE = 0x0A;
    private static final int RESULT_PREPARED = 4;

    private record Frame(OutputStream to, ByteBuffer bytes) {}

    private final String heldStatement;
    private final InetSocketAddress cassandra;
    private final ServerSocket listener;
    private final Map<ByteBuffer, String> prepared = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Frame> held = new ArrayList<>();
    private boolean holding;

    /** @param heldStatement how the statement begins that is held up */
    HoldingProxy(String contactPoint, String heldStatement) throws IOException {
        int colon = contactPoint.lastIndexOf(':');
        this.heldStatement = heldStatement;
        this.cassandra = new InetSocketAddress(
                contactPoint.substring(0, colon), Integer.parseInt(contactPoint.substring(colon + 1)));
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accepts", this::accept);
    }

    String contactPoint() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void letGo() throws IOException {
        holding = false;
        for (Frame frame : held) {
            send(frame);
        }
        held.clear();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket driver = listener.accept();
            Socket server = new Socket(cassandra.getAddress(), cassandra.getPort());
            sockets.add(driver);
            sockets.add(server);
            Map<Short, String> preparing = new ConcurrentHashMap<>();
            start("sends", () -> pump(driver.getInputStream(), server.getOutputStream(), preparing));
            start("receives", () -> pump(server.getInputStream(), driver.getOutputStream(), preparing));
        }
    }

    private void pump(InputStream from, OutputStream to, Map<Short, String> preparing) throws IOException {
        DataInputStream input = new DataInputStream(from);
        while (true) {
            byte[] header = input.readNBytes(HEADER_BYTES);
            if (header.length < HEADER_BYTES) {
                to.close();
                return;
            }
            int length = ByteBuffer.wrap(header).getInt(LENGTH_AT);
            ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
            frame.put(header).put(input.readNBytes(length)).flip();
            learn(frame, preparing);
            pass(new Frame(to, frame));
        }
    }

    /** Remembers which statement an id stands for. */
    private void learn(ByteBuffer frame, Map<Short, String> preparing) {
        short stream = frame.getShort(STREAM_AT);
        ByteBuffer body = frame.duplicate().position(HEADER_BYTES);
        if (frame.get(OPCODE_AT) == PREPARE) {
            byte[] text = new byte[body.getInt()];
            body.get(text);
            preparing.put(stream, new String(text, StandardCharsets.UTF_8));
        } else if (frame.get(OPCODE_AT) == RESULT && body.getInt() == RESULT_PREPARED) {
            String statement = preparing.remove(stream);
            if (statement != null) {
                prepared.put(shortBytes(body), statement);
            }
        }
    }

    private synchronized void pass(Frame frame) throws IOException {
        if (holding && frame.bytes().get(OPCODE_AT) == EXECUTE) {
            ByteBuffer body = frame.bytes().duplicate().position(HEADER_BYTES);
            if (prepared.getOrDefault(shortBytes(body), "").startsWith(heldStatement)) {
                held.add(frame);
                return;
            }
        }
        send(frame);
    }

    private static ByteBuffer shortBytes(ByteBuffer body) {
        byte[] bytes = new byte[body.getShort()];
        body.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static void send(Frame frame) throws IOException {
        frame.to().write(frame.bytes().array());
        frame.to().flush();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String does, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The one or the other end closed; the driver finds out by itself.
                        Thread.currentThread().interrupt();
                    }
                },
                "holding-proxy-" + does);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
