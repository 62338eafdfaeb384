package dev.substrate.service;

/** Why a service is to become passive on a node. */
public enum PassivationReason {
    /** It did not become active in time, or said that it could not. */
    START_FAILED,
    /** Its slot goes to another node, to spread services evenly or to keep it from one that it excludes. */
    MOVED,
    /** Its slot was removed. */
    SLOT_REMOVED,
    /** A person asked for it. */
    DEACTIVATED,
    /** Another node is nearer to the points of the service. */
    NOT_NEAREST,
    /** The node leaves the cluster, or ends. */
    NODE_LEAVES
}
