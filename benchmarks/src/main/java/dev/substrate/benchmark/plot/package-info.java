/** Charts as SVG, as few as the benchmarks need. */
@NullMarked
package dev.substrate.benchmark.plot;

import org.jspecify.annotations.NullMarked;
