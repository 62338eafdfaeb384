/** Records over HTTP. */
@NullMarked
package dev.substrate.dht.internal.http;

import org.jspecify.annotations.NullMarked;
