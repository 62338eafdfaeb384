/** Messages to the service nearest to an id, to the subscribers of a topic, and to all nodes of a service. */
@NullMarked
package dev.substrate.message;

import org.jspecify.annotations.NullMarked;
