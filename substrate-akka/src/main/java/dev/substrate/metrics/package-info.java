/** What a node counts and measures. */
@NullMarked
package dev.substrate.metrics;

import org.jspecify.annotations.NullMarked;
