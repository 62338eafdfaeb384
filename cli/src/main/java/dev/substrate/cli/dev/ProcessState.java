package dev.substrate.cli.dev;

/** What a process of the local cluster is doing, as far as one can see from outside. */
enum ProcessState {
    /** It has a process, but does not answer yet. */
    STARTING,
    /** It is a node that does not serve: it is not a member yet, or has lost another one a moment ago. */
    JOINING,
    /** It serves; if it is a node, as a member of the cluster. */
    UP,
    /** Its process is stopped by a signal; it will go on from here. */
    PAUSED,
    /** It has no process. */
    STOPPED;

    String shown() {
        return switch (this) {
            case STARTING -> "starting";
            case JOINING -> "joining";
            case UP -> "up";
            case PAUSED -> "paused";
            case STOPPED -> "stopped";
        };
    }
}
