/** Reads and writes JSON without ever re-writing the text of an entity. */
@NullMarked
package dev.substrate.cli.json;

import org.jspecify.annotations.NullMarked;
