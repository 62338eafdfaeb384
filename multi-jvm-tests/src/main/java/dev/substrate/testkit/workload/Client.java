package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.Action;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Does what a workload draws, one step at a time; what happens is recorded by who calls it. */
@FunctionalInterface
public interface Client extends AutoCloseable {

    /**
     * Does something and waits for the end.
     *
     * @return what it returned, as the model of the action wants it
     * @throws RefusedException if it was not done and never will be
     * @throws Exception if nobody knows: any other one
     */
    @Nullable
    Object perform(String key, Action action) throws Exception;

    /** Ends the client; does nothing by itself. */
    @Override
    default void close() throws IOException {}

    /** Makes the clients of a trial. */
    @FunctionalInterface
    interface Factory {

        /** Makes a client; they are counted from 1. */
        Client connect(int number) throws Exception;
    }
}
