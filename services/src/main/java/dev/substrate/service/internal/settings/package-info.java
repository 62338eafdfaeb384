/** Settings of services that are changed while they run. */
@NullMarked
package dev.substrate.service.internal.settings;

import org.jspecify.annotations.NullMarked;
