package dev.substrate.service;

/**
 * Makes a service that is listed in {@code substrate.services}. Has a public constructor without parameters.
 */
@FunctionalInterface
public interface ServiceProvider {

    /** Declares the service; called once in the life of a node. A node on which this throws does not start. */
    Service<?> service();
}
