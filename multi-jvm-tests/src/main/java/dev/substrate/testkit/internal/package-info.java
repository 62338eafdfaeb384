/** What the test process and the node processes share; not for users. */
@NullMarked
package dev.substrate.testkit.internal;

import org.jspecify.annotations.NullMarked;
