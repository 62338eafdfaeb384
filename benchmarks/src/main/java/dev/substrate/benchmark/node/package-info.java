/** The processes that are measured, and how they are told what to do. */
@NullMarked
package dev.substrate.benchmark.node;

import org.jspecify.annotations.NullMarked;
