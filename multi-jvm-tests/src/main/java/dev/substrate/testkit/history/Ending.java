package dev.substrate.testkit.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what a client knows of how its operation ended. */
public sealed interface Ending {

    /**
     * It was done.
     *
     * @param result what it returned, null if it returned nothing
     */
    record Ok(@Nullable Object result) implements Ending {

        @Override
        public String toString() {
            return result == null ? "ok" : String.valueOf(result);
        }
    }

    /**
     * It was not done and never will be.
     *
     * @param why what the system said
     */
    record Refused(String why) implements Ending {

        @Override
        public String toString() {
            return "refused: " + why;
        }
    }

    /**
     * It was done, or not, or is yet to be.
     *
     * @param why what the client saw, say a timeout
     */
    record Unknown(String why) implements Ending {

        @Override
        public String toString() {
            return "unknown: " + why;
        }
    }

    /** Returns the ending of an operation that was done. */
    static Ending ok(@Nullable Object result) {
        return new Ok(result);
    }

    /** Returns the ending of an operation that never took effect and never will. */
    static Ending refused(String why) {
        return new Refused(why);
    }

    /** Returns the ending of an operation that may take effect at any time, or never. */
    static Ending unknown(String why) {
        return new Unknown(why);
    }

    /** Returns whether an operation that ended so may have had a result: an unknown one may have had any. */
    default boolean allows(@Nullable Object result) {
        return this instanceof Unknown || (this instanceof Ok ok && Objects.equals(ok.result(), result));
    }

    /** Returns the same as {@link #allows}, and true if the client was not told any result. */
    default boolean allowsIfTold(@Nullable Object result) {
        return (this instanceof Ok ok && ok.result() == null) || allows(result);
    }
}
