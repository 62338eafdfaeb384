/** What was measured: rules that make figures of it, and the files that keep them. */
@NullMarked
package dev.substrate.benchmark.result;

import org.jspecify.annotations.NullMarked;
