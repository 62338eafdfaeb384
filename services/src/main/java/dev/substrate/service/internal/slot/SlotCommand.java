package dev.substrate.service.internal.slot;

import dev.substrate.service.PassivationReason;
import java.util.List;

/** What may be done to a table of slots. */
public sealed interface SlotCommand {

    /** Lets a node hold a free slot, under a new token. */
    record Grant(String slot, Holder holder) implements SlotCommand {}

    /**
     * The holder acts no more under the token.
     *
     * @param failed whether the service could not become active there, or ended by itself
     */
    record GiveBack(long token, boolean failed) implements SlotCommand {}

    /** The holder's life has ended: it can never come back under the token. */
    record TakeFrom(long token) implements SlotCommand {}

    /** The holder is asked to give the slot back. */
    record WantBack(long token, PassivationReason reason) implements SlotCommand {}

    /** The service has been active on a node for a while: its earlier failures there do not count any more. */
    record Proven(String node) implements SlotCommand {}

    /** Has these slots, in this order, and no others. */
    record Resize(List<String> names) implements SlotCommand {

        /** Makes one. */
        public Resize {
            names = List.copyOf(names);
        }
    }

    /** Keeps the service away from a node, until a person lets it in again. */
    record Bar(String node) implements SlotCommand {}

    /** Lets the service in again. */
    record Unbar(String node) implements SlotCommand {}
}
