/** Holds the book and the code against each other. */
@NullMarked
package dev.substrate.docs;

import org.jspecify.annotations.NullMarked;
