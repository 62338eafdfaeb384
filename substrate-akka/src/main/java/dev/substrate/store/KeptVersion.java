package dev.substrate.store;

import java.time.Duration;

/**
 * How a version of a row is kept, also when newer ones took its place, for {@link VersionStore}.
 *
 * @param keptFor how long; zero for not at all
 * @param headers what it says in its headers: those of its row, perhaps without what only the newest version needs
 */
public record KeptVersion(Duration keptFor, String headers) {

    /** For a version of which nothing is kept once a newer one takes its place. */
    public static final KeptVersion NOT_KEPT = new KeptVersion(Duration.ZERO, "{}");

    /** Returns whether the version is kept at all. */
    public boolean isKept() {
        return !keptFor.isZero();
    }
}
