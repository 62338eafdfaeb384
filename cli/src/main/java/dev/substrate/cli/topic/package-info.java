/** The verbs on topics. */
@NullMarked
package dev.substrate.cli.topic;

import org.jspecify.annotations.NullMarked;
