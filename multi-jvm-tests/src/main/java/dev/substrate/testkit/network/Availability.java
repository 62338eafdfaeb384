package dev.substrate.testkit.network;

/**
 * Whether something can be done on this machine. A test that needs it is skipped with the reason where it cannot:
 *
 * <pre>{@code
 * Availability here = NetworkKind.NAMESPACES.availability();
 * Assumptions.assumeTrue(here.isAvailable(), here.words());
 * }</pre>
 *
 * @param isAvailable whether it can be done
 * @param words "available", or the reason why not
 */
public record Availability(boolean isAvailable, String words) {

    /** Says that it can be done. */
    public static Availability yes() {
        return new Availability(true, "available");
    }

    /** Says why it cannot be done. */
    public static Availability no(String reason) {
        return new Availability(false, reason);
    }
}
