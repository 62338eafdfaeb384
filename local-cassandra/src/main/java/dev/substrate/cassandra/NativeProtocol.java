package dev.substrate.cassandra;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * As much of Cassandra's native protocol as it takes to know that a Cassandra answers: an OPTIONS request, which needs no
 * authentication, and the SUPPORTED response.
 *
 * @see <a href="https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec">native_protocol_v4.spec</a>
 */
public final class NativeProtocol {

    private static final byte VERSION = 4;
    private static final byte RESPONSE = (byte) 0x80;
    private static final byte OPTIONS = 0x05;
    private static final byte SUPPORTED = 0x06;

    // Version, flags, stream (2), opcode, length of the body (4).
    private static final byte[] OPTIONS_FRAME = {VERSION, 0, 0, 0, OPTIONS, 0, 0, 0, 0};
    private static final int OPCODE_INDEX = 4;

    private NativeProtocol() {}

    /**
     * Returns whether a Cassandra answers there. Whatever else happens, silence included, is a no.
     *
     * @param atMost how long to wait for the connection, and again for the answer
     */
    public static boolean answers(String host, int port, Duration atMost) {
        int millis = Math.toIntExact(Math.max(1, atMost.toMillis()));
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(OPTIONS_FRAME);
            byte[] header = new byte[OPTIONS_FRAME.length];
            new DataInputStream(socket.getInputStream()).readFully(header);
            return (header[0] & RESPONSE) != 0 && header[OPCODE_INDEX] == SUPPORTED;
        } catch (IOException e) {
            return false;
        }
    }
}
