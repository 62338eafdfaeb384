/** The node's own part of the HTTP API. */
@NullMarked
package dev.substrate.http.internal;

import org.jspecify.annotations.NullMarked;
