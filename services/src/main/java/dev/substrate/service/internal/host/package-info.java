/** What runs a service on a node: the actor around its behaviour, which makes it active and passive. */
@NullMarked
package dev.substrate.service.internal.host;

import org.jspecify.annotations.NullMarked;
