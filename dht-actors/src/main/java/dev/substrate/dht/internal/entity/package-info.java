/** The sharded actor around a record. */
@NullMarked
package dev.substrate.dht.internal.entity;

import org.jspecify.annotations.NullMarked;
