package dev.substrate.store.contract;

import com.typesafe.config.Config;
import java.io.IOException;

/** A fault of the engine, which begins and ends when a test says so. */
public interface Fault extends AutoCloseable {

    /**
     * Returns the settings that lead to the store which the fault strikes: those of the harness, or those of another store
     * that was made for the fault.
     */
    Config settings();

    /** Begins; returns when the fault is there. */
    void begin() throws Exception;

    /** Ends; returns when the engine could work again. */
    void end() throws Exception;

    /** Ends the fault if it lasts, and removes what was made for it. */
    @Override
    void close() throws IOException;
}
