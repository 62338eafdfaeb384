package dev.substrate.testkit;

import java.io.Serializable;

/**
 * Where a node is.
 *
 * @param host a host name or an IP address
 * @param port the port for what the nodes say among themselves
 * @param httpPort the port for what they serve
 */
public record NodeAddress(String host, int port, int httpPort) implements Serializable {}
