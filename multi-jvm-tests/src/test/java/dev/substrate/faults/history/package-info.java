/** What clients did to records and how it ended, and whether one order of it all explains everything that was seen. */
@NullMarked
package dev.substrate.faults.history;

import org.jspecify.annotations.NullMarked;
