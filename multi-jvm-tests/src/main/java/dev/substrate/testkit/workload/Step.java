package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.Action;

/**
 * What a client is to do next.
 *
 * @param key what it is about
 * @param action what to do to it
 */
public record Step(String key, Action action) {}
