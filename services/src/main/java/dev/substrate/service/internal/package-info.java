/** What adds services to a node. */
@NullMarked
package dev.substrate.service.internal;

import org.jspecify.annotations.NullMarked;
