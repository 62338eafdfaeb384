package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;

/**
 * A table of slots as it was read.
 *
 * @param service whose
 * @param place where
 * @param version of the record
 * @param table what it says
 */
public record PlacedTable(String service, Place place, long version, SlotTable table) {

    /** Returns what names the table. */
    public TableId id() {
        return new TableId(service, place);
    }

    /** Names a table. */
    public record TableId(String service, Place place) implements Comparable<TableId> {

        /** Says whether a node is in the table's place. */
        public boolean reaches(NodeId node) {
            return Place.of(place.scope(), node).equals(place);
        }

        @Override
        public int compareTo(TableId other) {
            return toString().compareTo(other.toString());
        }

        /** Returns {@code NAME}, or {@code NAME in zone-3.1}. */
        @Override
        public String toString() {
            return place.equals(Place.EVERYWHERE) ? service : service + " in " + place;
        }
    }
}
