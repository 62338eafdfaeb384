package dev.substrate.testkit.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process in the namespace of a node, which echoes on a port, and connects to others when it is told. */
final class NamespacePeer implements AutoCloseable {

    static final String TIMEOUT = "timeout";
    static final String BROKEN = "broken";

    private static final String HANG_UP = "hang up";

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter orders;

    private NamespacePeer(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.orders = new PrintWriter(process.outputWriter(), true);
    }

    /** Starts one for a node, and returns when it listens. */
    static NamespacePeer start(NetworkDriver driver, int node, int port) throws IOException {
        List<String> command = new ArrayList<>(driver.commandPrefix(node));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, NamespacePeer.class.getName()));
        command.addAll(List.of(driver.address(node, port).bindHost(), Integer.toString(port)));
        var peer = new NamespacePeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!"ready".equals(peer.answers.readLine())) {
            peer.close();
            throw new IOException("The process of node " + node + " did not start");
        }
        return peer;
    }

    /** Sends a line to an address, on the same connection as before, and returns what comes back, or why nothing did. */
    String ask(InetSocketAddress address, String line, int withinMillis) throws IOException {
        orders.println(
                address.getAddress().getHostAddress() + " " + address.getPort() + " " + withinMillis + " " + line);
        return answers.readLine();
    }

    /** Closes all connections to others. */
    void hangUp() throws IOException {
        orders.println(HANG_UP);
        answers.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        EchoServer.start(args[0], Integer.parseInt(args[1]));
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<InetSocketAddress, Socket> connections = new HashMap<>();
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(order.equals(HANG_UP) ? hangUp(connections) : ask(connections, order.split(" ", 4)));
        }
        System.exit(0);
    }

    private static String hangUp(Map<InetSocketAddress, Socket> connections) throws IOException {
        for (Socket socket : connections.values()) {
            socket.close();
        }
        connections.clear();
        return HANG_UP;
    }

    private static String ask(Map<InetSocketAddress, Socket> connections, String[] words) {
        var address = new InetSocketAddress(words[0], Integer.parseInt(words[1]));
        return answer(connections, address, Integer.parseInt(words[2]), words[3]);
    }

    private static String answer(
            Map<InetSocketAddress, Socket> connections, InetSocketAddress address, int withinMillis, String line) {
        try {
            Socket socket = connections.get(address);
            if (socket == null) {
                socket = new Socket();
                socket.connect(address, withinMillis);
                connections.put(address, socket);
            }
            socket.setSoTimeout(withinMillis);
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return TIMEOUT;
        } catch (IOException e) {
            connections.remove(address);
            return BROKEN;
        }
    }
}
