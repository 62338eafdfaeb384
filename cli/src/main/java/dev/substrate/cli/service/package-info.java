/** The verbs on services: {@code substrate service}. */
@NullMarked
package dev.substrate.cli.service;

import org.jspecify.annotations.NullMarked;
