package dev.substrate.cli.http;

import dev.substrate.cli.terminal.CliException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a node answers HTTP.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether to talk HTTPS
 * @param path what comes before {@code /api}, for a node behind a proxy; empty or without trailing slash
 */
public record Endpoint(String host, int port, boolean tls, String path) {

    /** Reads {@code http://host:port} or {@code https://host:port}, with or without a path. */
    public static Endpoint parse(String url) {
        try {
            URI uri = new URI(url);
            boolean tls = "https".equalsIgnoreCase(uri.getScheme());
            if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
                throw new URISyntaxException(url, "no http:// and host");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
            return new Endpoint(uri.getHost(), port, tls, path);
        } catch (URISyntaxException e) {
            throw CliException.usage("A node's URL is like http://127.0.0.1:8551, this is not: '" + url + "'");
        }
    }

    /** Returns the endpoint of a node on this machine. */
    public static Endpoint local(int port) {
        return new Endpoint("127.0.0.1", port, false, "");
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port + path;
    }
}
