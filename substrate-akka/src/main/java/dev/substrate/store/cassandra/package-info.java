/**
 * The store for many machines: Apache Cassandra through its Java driver.
 *
 * <p>Epochs move by lightweight transactions; everything else is plain writes at a quorum, whose timestamps are made of the
 * epoch, followed by one look at the epoch for all that wait. Why that is safe: {@code
 * docs/decisions/009-fencing-on-cassandra.md}.
 */
@NullMarked
package dev.substrate.store.cassandra;

import org.jspecify.annotations.NullMarked;
