/** What the promises of records are worth when nodes are killed and paused: suites of several real node processes. */
@NullMarked
package dev.substrate.faults;

import org.jspecify.annotations.NullMarked;
