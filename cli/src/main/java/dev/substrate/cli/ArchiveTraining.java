package dev.substrate.cli;

import dev.substrate.cli.terminal.Shell;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Uses the command as people do, against a node of three lines, while the JVM notes which classes that takes.
 *
 * <p>Run by the launcher after a build, with {@code -XX:ArchiveClassesAtExit}; from then on those classes come out of an
 * archive, and the command answers a quarter sooner. (Not those of picocli: they are too old a format for archives.)
 */
final class ArchiveTraining {

    private static final String RECORD =
            "{\"uri\":\"x:y\",\"version\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"entity\":{}}";

    private ArchiveTraining() {}

    public static void main(String... args) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread node = new Thread(() -> serve(server), "node");
            node.setDaemon(true);
            node.start();
            String url = "http://127.0.0.1:" + server.getLocalPort();
            Shell shell = new Shell(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    new ByteArrayInputStream(new byte[0]),
                    true,
                    false,
                    Map.of());
            Shell.ofProcess().note("training");
            Main.run(shell, "--help");
            Main.run(shell, "record", "put", "x:y", "{}", "--url", url);
            Main.run(shell, "record", "get", "x:y", "--url", url);
            Main.run(shell, "record", "get", "x:y", "-o", "json", "--url", url);
            Main.run(shell, "record", "scan", "--type", "x", "--url", url);
            Main.run(shell, "record", "where", "x:y", "--url", url);
            Main.run(shell, "record", "get", "no uri", "--url", url);
            Main.run(shell, "status", "--url", url);
            Main.run(shell, "dev", "status");
        }
    }

    private static void serve(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = in.readLine();
                boolean list = line != null && line.contains("?type=");
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                String body = list ? "{\"records\":[" + RECORD + "]}" : RECORD;
                String answer = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body;
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
