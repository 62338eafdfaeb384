package dev.substrate.dht.internal.scan;

/** What became of one row. */
enum RowResult {
    /** It was looked at. */
    SEEN,
    /** It is a tombstone, and stays. */
    TOMBSTONE,
    /** It was deleted, since its time had come. */
    EXPIRED,
    /** It was a tombstone, and was purged. */
    PURGED,
    /** It is a tombstone that the archive did not take. */
    NOT_ARCHIVED,
    /** It could not be tidied, or a handler failed. */
    FAILED
}
