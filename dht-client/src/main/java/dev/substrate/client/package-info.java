/** The record store for programs that are no member of the cluster. */
@NullMarked
package dev.substrate.client;

import org.jspecify.annotations.NullMarked;
