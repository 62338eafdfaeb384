package dev.substrate.cli.seed;

import dev.substrate.dht.seed.SeedStep;

/**
 * A line of a seed file, and what is to be done for it.
 *
 * @param line the line
 * @param step what is to be done
 */
record PlannedLine(SeedLine line, SeedStep step) {}
