/** The command that measures: what fences cost, where the knee is, what a cluster does. */
@NullMarked
package dev.substrate.benchmark;

import org.jspecify.annotations.NullMarked;
