package dev.substrate.testkit.network;

/**
 * Where one port of a node is, for the node and for the others. For Akka:
 *
 * <pre>{@code
 * akka.remote.artery.canonical { hostname = advertisedHost, port = advertisedPort }
 * akka.remote.artery.bind { hostname = bindHost, port = bindPort }
 * akka.remote.artery.advanced.tcp.outbound-client-hostname = clientHost
 * }</pre>
 *
 * @param bindHost the address on which the node listens
 * @param bindPort the port on which it listens
 * @param advertisedHost the address by which the others reach it
 * @param advertisedPort the port by which they do
 * @param clientHost the address from which the node opens its own connections, since a proxy knows it by that
 */
public record NodeEndpoint(
        String bindHost, int bindPort, String advertisedHost, int advertisedPort, String clientHost) {}
