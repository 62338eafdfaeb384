/** What a verb shows and how it ends: streams, tables, progress, exit codes. */
@NullMarked
package dev.substrate.cli.terminal;

import org.jspecify.annotations.NullMarked;
