/** Services: typed behaviours that are active where they should be, and get the messages that are for them. */
@NullMarked
package dev.substrate.service;

import org.jspecify.annotations.NullMarked;
