package dev.substrate.testkit.network;

/**
 * One end of a link: a node, or a service that the nodes use.
 *
 * @param name what people read in reports
 */
public record Peer(String name) {

    private static final String NODE = "node ";

    /** Somebody who is neither, the test for one. No link leads there, so nothing can happen to what it sends. */
    static final Peer OUTSIDE = new Peer("outside");

    /** Returns a node, by its number from 1. */
    public static Peer node(int number) {
        return new Peer(NODE + number);
    }

    /** Returns a service, by its name. */
    public static Peer service(String name) {
        return new Peer(name);
    }

    static boolean isReserved(String serviceName) {
        return serviceName.startsWith(NODE) || serviceName.equals(OUTSIDE.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
