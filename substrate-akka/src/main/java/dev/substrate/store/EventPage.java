package dev.substrate.store;

import java.util.List;

/**
 * A page of an entity's events.
 *
 * @param events the events, by sequence number and without a gap
 * @param more whether events may follow
 */
public record EventPage(List<EventRow> events, boolean more) {

    /** Copies the events. */
    public EventPage {
        events = List.copyOf(events);
    }
}
