/** Requests and offers for tests of a behaviour, without a cluster: they remember what they were answered. */
@NullMarked
package dev.substrate.service.probe;

import org.jspecify.annotations.NullMarked;
