package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of an entity, read as a recovery does: how far it goes, then page after page.
 *
 * @param bounds how far it goes
 * @param events the events that are not deleted
 */
record Log(LogBounds bounds, List<EventRow> events) {

    private static final int PAGE_EVENTS_MAX = 64;

    /** Reads a log that nobody changes meanwhile; it must be whole. */
    static Log read(Scene scene, FencedStore store, ShardKey shard, String entityId) {
        LogBounds bounds = scene.await(store.bounds(shard, entityId, 0));
        List<EventRow> events = new ArrayList<>();
        long from = 1;
        while (true) {
            EventPage page = scene.await(store.events(shard, entityId, from, bounds.highest(), PAGE_EVENTS_MAX));
            assertThat(page.events().size()).as("events in a page").isLessThanOrEqualTo(PAGE_EVENTS_MAX);
            events.addAll(page.events());
            if (!page.more()) {
                break;
            }
            assertThat(page.events()).as("a page after which more may follow").isNotEmpty();
            from = events.get(events.size() - 1).sequence() + 1;
        }
        assertThat(events.size()).as("events of %s within %s", entityId, bounds).isEqualTo((int)
                (bounds.highest() - Math.min(bounds.deletedTo(), bounds.highest())));
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence())
                    .as("the sequence number of event %s of %s", i, entityId)
                    .isEqualTo(bounds.deletedTo() + 1 + i);
        }
        return new Log(bounds, List.copyOf(events));
    }

    /** Returns the contents of the events. */
    List<String> contents() {
        return events.stream().map(EventRow::event).toList();
    }
}
