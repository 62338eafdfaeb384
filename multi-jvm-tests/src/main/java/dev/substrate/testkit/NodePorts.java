package dev.substrate.testkit;

/** The ports of one node: its share of its cluster's {@link PortBlock}. */
record NodePorts(int cluster, int http, int debugger) {

    private static final int PORTS = 3;

    static final int NODES_MAX = 16;

    static NodePorts of(PortBlock block, int nodeNumber) {
        int first = (nodeNumber - 1) * PORTS;
        return new NodePorts(block.port(first), block.port(first + 1), block.port(first + 2));
    }
}
