package dev.substrate.service.internal.slot;

import java.util.List;

/**
 * Changes to a table, to be written at the version that was read, all or none.
 *
 * @param from the table as it was read
 * @param commands what is done, in this order
 * @param to the table with all of it done
 */
public record TableChange(PlacedTable from, List<SlotCommand> commands, SlotTable to) {

    /** Makes a change. */
    public TableChange {
        commands = List.copyOf(commands);
    }
}
