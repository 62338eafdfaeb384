package dev.substrate.record;

/** A watch under way. Safe for use by several threads. */
public interface Watch extends AutoCloseable {

    /** Returns where a watch goes on that is to show what follows on what the listener was told; empty if that was nothing. */
    String resume();

    /** Ends it. The listener is told so, possibly after what was on its way. */
    @Override
    void close();
}
