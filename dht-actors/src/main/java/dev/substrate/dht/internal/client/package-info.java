/** The way of an operation from its caller to the owner of the record and back. */
@NullMarked
package dev.substrate.dht.internal.client;

import org.jspecify.annotations.NullMarked;
