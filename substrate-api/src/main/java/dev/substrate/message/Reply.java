package dev.substrate.message;

import dev.substrate.id.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a question to a service ended.
 *
 * @param <R> the class of the answer
 */
public sealed interface Reply<R> {

    /**
     * The service did what was asked.
     *
     * @param entity what it answered; null if nothing
     * @param node where it ran
     */
    record Ok<R>(@Nullable R entity, NodeId node) implements Reply<R> {}

    /** The service knows nothing of what the message is about. */
    record NotFound<R>(String reason, NodeId node) implements Reply<R> {}

    /** The service does not do what was asked, and did nothing. */
    record Refused<R>(String reason, NodeId node) implements Reply<R> {}

    /** The service failed while it worked on the message; it is not known how far it came. */
    record Failed<R>(String reason, NodeId node) implements Reply<R> {}

    /** No service took the message: nothing was done. */
    record NobodyThere<R>(String reason) implements Reply<R> {}

    /** No answer came in time: it is not known whether the message was handled, or will be. */
    record TimedOut<R>(String reason) implements Reply<R> {}

    /** Returns what happened, whether anything was done, and what to do, in a sentence. */
    default String explain() {
        if (this instanceof Ok<R> ok) {
            return "Done by " + ok.node();
        } else if (this instanceof NotFound<R> none) {
            return "Not found: " + none.reason();
        } else if (this instanceof Refused<R> refused) {
            return "Refused, nothing was done: " + refused.reason();
        } else if (this instanceof Failed<R> failed) {
            return "The service on " + failed.node() + " failed, and may have done a part: " + failed.reason();
        } else if (this instanceof NobodyThere<R> nobody) {
            return "Nobody is there, nothing was done: " + nobody.reason();
        }
        return "It is not known whether it was done: " + ((TimedOut<R>) this).reason();
    }

    /**
     * Returns the answer.
     *
     * @throws MessageException if the service did not do what was asked, or answered without an entity
     */
    default R orThrow() {
        if (this instanceof Ok<R> ok) {
            return Objects.requireNonNullElseGet(ok.entity(), () -> {
                throw new MessageException("The service on " + ok.node() + " answered without an entity");
            });
        }
        throw new MessageException(explain());
    }
}
