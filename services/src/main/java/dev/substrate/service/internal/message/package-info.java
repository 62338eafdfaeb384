/** Messages on their way between nodes. */
@NullMarked
package dev.substrate.service.internal.message;

import org.jspecify.annotations.NullMarked;
