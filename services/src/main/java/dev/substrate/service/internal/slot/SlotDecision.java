package dev.substrate.service.internal.slot;

/** What becomes of a command to a table of slots. */
public sealed interface SlotDecision {

    /** The table is another one now. */
    record Changed(SlotTable table) implements SlotDecision {}

    /** Nothing changes. */
    enum Refused implements SlotDecision {
        /** There is no slot of this name. */
        NO_SUCH_SLOT,
        /** The slot is held. */
        HELD,
        /** The node holds a slot of this table already. */
        HOLDS_ANOTHER,
        /** A person keeps the service away from the node. */
        BARRED,
        /** Nobody holds a slot under this token, and nobody ever will again. */
        NOT_HELD,
        /** It is so already. */
        NOTHING_TO_DO,
        /** The names of the slots are too many, doubled, or no names. */
        BAD_NAMES
    }
}
