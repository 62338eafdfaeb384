package dev.substrate.store.contract;

import dev.substrate.store.EventRow;
import dev.substrate.store.StateRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Brings writes into the engine as if they had been under way for long: as the first that their writer sent under the
 * epoch that they carry, before everything that it wrote under this epoch later.
 */
public interface LateDelivery extends AutoCloseable {

    /** Brings in a state; returns when the engine holds what it makes of it. */
    default void deliver(StateRow row) throws Exception {
        deliver(row, Duration.ZERO);
    }

    /**
     * Brings in a state.
     *
     * @param keptFor how long its version is kept; zero for not at all
     */
    void deliver(StateRow row, Duration keptFor) throws Exception;

    /** Brings in events of one entity; returns when the engine holds what it makes of them. */
    void deliver(List<EventRow> events) throws Exception;

    @Override
    void close() throws IOException;
}
