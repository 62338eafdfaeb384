/** What is done with the JSON of entities as trees. */
@NullMarked
package dev.substrate.dht.internal.json;

import org.jspecify.annotations.NullMarked;
