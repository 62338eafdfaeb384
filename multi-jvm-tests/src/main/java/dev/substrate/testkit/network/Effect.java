package dev.substrate.testkit.network;

/** What not every driver can do to a link. All can cut and reset it. */
public enum Effect {
    /** Let bytes arrive later. */
    DELAY,
    /** Let fewer bytes pass in a second. */
    BANDWIDTH,
    /** Lose some. */
    LOSS
}
