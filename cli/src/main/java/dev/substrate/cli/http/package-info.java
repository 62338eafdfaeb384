/** Talks HTTP/1.1 to nodes: a small blocking client that starts in milliseconds. */
@NullMarked
package dev.substrate.cli.http;

import org.jspecify.annotations.NullMarked;
