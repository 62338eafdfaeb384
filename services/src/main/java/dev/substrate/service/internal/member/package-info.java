/** Nodes that come and go: each arrival and departure is seen by every node, and handled by one. */
@NullMarked
package dev.substrate.service.internal.member;

import org.jspecify.annotations.NullMarked;
