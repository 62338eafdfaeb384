package dev.substrate.testkit;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a test that runs inside a node's process: usually a lambda.
 *
 * <p>The task and what it captures travel by Java serialization, and so does its result. A lambda in an instance method
 * that uses a field captures the whole test instance, which usually does not travel: copy the field to a local variable.
 *
 * @param <R> the result, serializable
 */
@FunctionalInterface
public interface NodeTask<R extends @Nullable Object> extends Serializable {

    /** Runs in the node's process, on a thread of its own, where it may block. */
    R run(NodeContext context) throws Exception;
}
