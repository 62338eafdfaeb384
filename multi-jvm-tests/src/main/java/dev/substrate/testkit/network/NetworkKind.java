package dev.substrate.testkit.network;

/** How the links between nodes are made. */
public enum NetworkKind {

    /** Nothing stands between the nodes, and nothing can happen there. */
    NONE {
        @Override
        public Availability availability() {
            return Availability.yes();
        }

        @Override
        public NetworkDriver open(int nodes, long seed) {
            throw new IllegalStateException("There is no network to control: ask for PROXY or NAMESPACES");
        }
    },

    /** A TCP proxy for each directed link, see {@link ProxyDriver}: needs no rights. */
    PROXY {
        @Override
        public Availability availability() {
            return ProxyDriver.availability();
        }

        @Override
        public NetworkDriver open(int nodes, long seed) {
            return ProxyDriver.open(nodes, seed);
        }
    },

    /** A network namespace for each node, see {@link NamespaceDriver}: needs root on Linux. */
    NAMESPACES {
        @Override
        public Availability availability() {
            return NamespaceDriver.availability();
        }

        @Override
        public NetworkDriver open(int nodes, long seed) {
            return NamespaceDriver.open(nodes, seed);
        }
    };

    /** Returns whether it works on this machine, or why not. May take some tenths of a second. */
    public abstract Availability availability();

    /**
     * Makes the links of a cluster.
     *
     * @param nodes how many nodes, numbered from 1
     * @param seed decides what is left to chance
     * @throws IllegalStateException if this kind is not available, or is {@link #NONE}
     */
    public abstract NetworkDriver open(int nodes, long seed);
}
