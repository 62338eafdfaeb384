/**
 * Stores that fence: what a store must do, in a form that knows neither Akka nor an engine.
 *
 * <p>An engine implements {@link dev.substrate.store.FencedStore}; entities reach it as ordinary Akka Persistence plugins.
 */
@NullMarked
package dev.substrate.store;

import org.jspecify.annotations.NullMarked;
