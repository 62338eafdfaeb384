/** Brings whole files of records in and out. */
@NullMarked
package dev.substrate.cli.transfer;

import org.jspecify.annotations.NullMarked;
