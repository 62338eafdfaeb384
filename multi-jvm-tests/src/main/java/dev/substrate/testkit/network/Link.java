package dev.substrate.testkit.network;

import java.time.Duration;

/**
 * One direction between two nodes, or a node and a service: what happens to the bytes that {@code from} sends to {@code to},
 * whichever of the two opened the connection. What goes the other way is another link.
 *
 * <p>What is said lasts until {@link #heal} or {@link Network#heal}, or until it is said otherwise; each method returns this
 * link, so that several can be said in a row. What is said of a port goes before what is said of all.
 *
 * @see Network#link(int, int)
 */
public final class Link {

    private final Network network;
    private final Route route;

    Link(Network network, Route route) {
        this.network = network;
        this.route = route;
    }

    /** Returns this link for connections to one port only, whichever of the two opened them. */
    public Link port(int port) {
        return new Link(network, new Route(route.from(), route.to(), port));
    }

    /**
     * Lets nothing pass any more. As with a cable that is pulled, nobody is told and no connection closes; what is sent
     * meanwhile waits, and arrives after {@link #heal}. See {@link ProxyDriver} and {@link NamespaceDriver} for new
     * connections.
     */
    public Link cut() {
        return change(condition -> condition.withCut(true), "cut");
    }

    /** Lets everything arrive at least this much later. */
    public Link delay(Duration delay) {
        return change(Effect.DELAY, condition -> condition.withDelay(delay), "delay " + words(delay));
    }

    /** Lets everything arrive later by a random time from nothing to this, on top of the delay. The order stays. */
    public Link jitter(Duration jitter) {
        return change(Effect.DELAY, condition -> condition.withJitter(jitter), "jitter " + words(jitter));
    }

    /** Lets so many bytes pass in a second, all connections together. */
    public Link bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("At least one byte per second passes, or the link is cut");
        }
        return change(
                Effect.BANDWIDTH,
                condition -> condition.withBandwidth(bytesPerSecond),
                "bandwidth " + bytesPerSecond + " B/s");
    }

    /**
     * Loses a part of what is sent. TCP sends it again, so programs see that bytes stall, never that they are missing. What
     * exactly is lost depends on the driver, see {@link ProxyDriver} and {@link NamespaceDriver}.
     *
     * @param probability at least 0, less than 1
     */
    public Link loss(double probability) {
        return change(Effect.LOSS, condition -> condition.withLoss(probability), "loss " + probability);
    }

    /**
     * Breaks the connections that exist now, in both directions and whichever of the two opened them: both ends get RST,
     * what was held is gone. New ones can be opened.
     */
    public Link reset() {
        network.reset(route);
        return this;
    }

    /** Ends everything that was said of this link, or of this port of it. */
    public Link heal() {
        return change(condition -> Condition.WHOLE, "heal");
    }

    @Override
    public String toString() {
        return route.toString();
    }

    Route route() {
        return route;
    }

    private Link change(Effect needed, Change change, String words) {
        network.require(route, needed);
        return change(change, words);
    }

    private Link change(Change change, String words) {
        network.change(route, change, words);
        return this;
    }

    private static String words(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** What a fault makes of the condition of a link. */
    interface Change {

        Condition of(Condition condition);
    }
}
