package dev.substrate.service.internal.host;

import dev.substrate.service.PassivationReason;
import org.jspecify.annotations.Nullable;

/**
 * How a service is on a node, as its host sees it.
 *
 * @param state what it does
 * @param slot the slot that it holds; null if it holds none
 * @param token of that slot; 0 without one
 * @param reason why it is, or is becoming, passive; null if it is active, or never was
 * @param failures how often in a row it failed to become active, or ended by itself, here
 * @param lastFailure how it failed the last time
 * @param restMillis how long it is still left alone after that; 0 if it is not, or another node decides it
 * @param unreadable why the record of its slots cannot be read; null if it can
 */
public record HostStatus(
        State state,
        @Nullable String slot,
        long token,
        @Nullable PassivationReason reason,
        int failures,
        @Nullable String lastFailure,
        long restMillis,
        @Nullable String unreadable) {

    /** What a service does on a node. */
    public enum State {
        /** Nothing. */
        PASSIVE,
        /** It has been told to become active, and has not answered yet. */
        STARTING,
        /** It works. */
        ACTIVE,
        /** It has been told to become passive, and has not answered yet. */
        STOPPING
    }

    /** How a service is at first. */
    public static final HostStatus NEW = new HostStatus(State.PASSIVE, null, 0, null, 0, null, 0, null);
}
