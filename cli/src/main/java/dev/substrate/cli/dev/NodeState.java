package dev.substrate.cli.dev;

/** What a node of the local cluster is doing, as far as one can see from outside. */
enum NodeState {
    /** It has a process, but does not serve: it is not a member yet, or has lost another one a moment ago. */
    JOINING,
    /** It is a member of the cluster and serves. */
    UP,
    /** Its process is stopped by a signal; it will go on from here. */
    PAUSED,
    /** It has no process. */
    STOPPED;

    String shown() {
        return switch (this) {
            case JOINING -> "joining";
            case UP -> "up";
            case PAUSED -> "paused";
            case STOPPED -> "stopped";
        };
    }
}
