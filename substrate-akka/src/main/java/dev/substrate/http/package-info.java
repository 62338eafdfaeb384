/** The HTTP API: problems, paths and limits that all modules share. */
@NullMarked
package dev.substrate.http;

import org.jspecify.annotations.NullMarked;
