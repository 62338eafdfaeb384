package dev.substrate.testkit.workload;

/**
 * Something was not done and never will be. To be thrown by a {@link Client} only if the system said so: a time-out or a
 * broken connection is no refusal.
 */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says why. */
    public RefusedException(String why) {
        super(why);
    }
}
