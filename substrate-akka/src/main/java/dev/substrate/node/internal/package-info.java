/** What a node is made of. */
@NullMarked
package dev.substrate.node.internal;

import org.jspecify.annotations.NullMarked;
