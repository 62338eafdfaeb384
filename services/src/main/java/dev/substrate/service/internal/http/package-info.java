/** Services, topics and messages over HTTP. */
@NullMarked
package dev.substrate.service.internal.http;

import org.jspecify.annotations.NullMarked;
