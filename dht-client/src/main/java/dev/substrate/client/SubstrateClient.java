package dev.substrate.client;

import dev.substrate.record.Dht;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * A client of a cluster that is no member of it. It speaks the HTTP API, learns which node owns which records, and sends each
 * operation straight to its owner's node; when that node does not answer, to the others, with the same request id.
 *
 * <p>One client serves a whole program: it keeps its connections open. Safe for use by several threads. Its threads are
 * daemons.
 */
public final class SubstrateClient implements AutoCloseable {

    private final Machinery machinery;
    private final Dht dht;

    private SubstrateClient(ClientSettings settings) {
        machinery = new Machinery(settings);
        dht = new HttpDht(settings, machinery);
    }

    /**
     * Returns a client with the settings that serve most programs.
     *
     * @param nodes where some nodes of the cluster serve HTTP, such as {@code http://10.0.0.1:8551}; the others are learnt
     * @throws IllegalArgumentException if there are none, or one is no such address
     */
    public static SubstrateClient connect(URI... nodes) {
        return builder(nodes).connect();
    }

    /**
     * Returns a client to be built.
     *
     * @param nodes where some nodes of the cluster serve HTTP
     * @throws IllegalArgumentException if there are none, or one is no such address
     */
    public static Builder builder(URI... nodes) {
        return new Builder(List.of(nodes));
    }

    /** Returns the record store. It does whatever that of a node does; its stages complete on threads of the client. */
    public Dht dht() {
        return dht;
    }

    /**
     * Ends what is under way: writes are of unknown outcome, reads fail and watches are cancelled. A client that is closed refuses
     * with {@link IllegalStateException}.
     */
    @Override
    public void close() {
        machinery.close();
    }

    /** Says how a client is to be. */
    public static final class Builder {

        private final List<HttpHost> seeds = new ArrayList<>();
        private @Nullable Place zone;
        private boolean straightToOwners = true;
        private Duration deadline = Duration.ofSeconds(10);
        private Duration attemptTimeout = Duration.ofSeconds(2);
        private Duration refreshInterval = Duration.ofSeconds(5);
        private Duration watchSilenceMax = Duration.ofSeconds(25);
        private int operationsMax = 10_000;
        private int connectionsPerNodeMax = 64;
        private int answerBytesMax = 16 * 1024 * 1024;
        private int callbackThreads = 4;

        private Builder(List<URI> nodes) {
            if (nodes.isEmpty()) {
                throw new IllegalArgumentException("A client is told at least one node");
            }
            for (URI node : nodes) {
                if (!"http".equalsIgnoreCase(node.getScheme())
                        || node.getHost() == null
                        || node.getPort() < 1
                        || (node.getRawPath() != null && !node.getRawPath().matches("/?"))) {
                    throw new IllegalArgumentException("A node is like http://10.0.0.1:8551, this is not: " + node);
                }
                seeds.add(new HttpHost("http", node.getHost(), node.getPort()));
            }
        }

        /** Says in which region and zone this client is, for names of these scopes. Without it such a key names its place itself. */
        public Builder place(int region, int numberOfZone) {
            this.zone = Place.zone(region, numberOfZone);
            return this;
        }

        /**
         * Sends each operation to one of the nodes that were given, in turn, and to no other. For clients that cannot reach nodes at the
         * addresses by which they know each other.
         */
        public Builder throughGivenNodes() {
            this.straightToOwners = false;
            return this;
        }

        /** Sets how long an operation goes on trying, unless its options say otherwise; 10 s by default. */
        public Builder deadline(Duration other) {
            this.deadline = positive("deadline", other);
            return this;
        }

        /** Sets after how long without an answer another node is asked as well; 2 s by default. */
        public Builder attemptTimeout(Duration other) {
            this.attemptTimeout = positive("attemptTimeout", other);
            return this;
        }

        /** Sets how often to ask which node owns what; 5 s by default. It is also asked when there is reason to. */
        public Builder refreshInterval(Duration other) {
            this.refreshInterval = positive("refreshInterval", other);
            return this;
        }

        /**
         * Sets after how long without a sign of life a watch goes on at another node; 25 s by default. Nodes give one every 10 s.
         */
        public Builder watchSilenceMax(Duration other) {
            this.watchSilenceMax = positive("watchSilenceMax", other);
            return this;
        }

        /** Sets how many operations may be under way; 10,000 by default. Further ones are refused as busy. */
        public Builder operationsMax(int other) {
            this.operationsMax = positive("operationsMax", other);
            return this;
        }

        /** Sets how many connections there may be to one node, those of watches not counted; 64 by default. Operations wait for one. */
        public Builder connectionsPerNodeMax(int other) {
            this.connectionsPerNodeMax = positive("connectionsPerNodeMax", other);
            return this;
        }

        /** Sets the largest answer, and the largest event of a watch, that is read; 16 MiB by default. */
        public Builder answerBytesMax(int other) {
            this.answerBytesMax = positive("answerBytesMax", other);
            return this;
        }

        /** Sets on how many threads stages complete, updaters run and listeners are told; 4 by default. */
        public Builder callbackThreads(int other) {
            this.callbackThreads = positive("callbackThreads", other);
            return this;
        }

        /** Returns the client, without waiting for a node. */
        public SubstrateClient connect() {
            return new SubstrateClient(new ClientSettings(
                    List.copyOf(seeds),
                    zone,
                    straightToOwners,
                    deadline,
                    attemptTimeout,
                    refreshInterval,
                    watchSilenceMax,
                    operationsMax,
                    connectionsPerNodeMax,
                    answerBytesMax,
                    callbackThreads));
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " is a positive duration, not " + value);
            }
            return value;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is at least 1, not " + value);
            }
            return value;
        }
    }

    /** Returns the place of a scope in which a client is. */
    static Place placeOf(Scope scope, @Nullable Place zone) {
        if (scope == Scope.GLOBAL) {
            return Place.EVERYWHERE;
        }
        if (zone == null) {
            throw new IllegalArgumentException(
                    "Nothing was sent: a client is in no " + scope.name().toLowerCase(Locale.ROOT)
                            + ". Name the place of the key (key.in(Place…)), or of the client (SubstrateClient.builder(…).place(…)).");
        }
        return scope == Scope.ZONE ? zone : Place.region(zone.region());
    }
}
