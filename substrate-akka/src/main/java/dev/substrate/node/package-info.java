/**
 * The node: start-up, identity, readiness and end.
 *
 * <p>Start at {@link dev.substrate.node.SubstrateNode}.
 */
@NullMarked
package dev.substrate.node;

import org.jspecify.annotations.NullMarked;
