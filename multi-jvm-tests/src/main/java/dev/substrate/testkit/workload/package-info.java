/**
 * Load and faults, drawn from a seed: {@link dev.substrate.testkit.workload.Trial} lets clients do what a {@link
 * dev.substrate.testkit.workload.Workload} draws while a {@link dev.substrate.testkit.workload.Nemesis} does harm, heals
 * everything, and has the history checked.
 */
@NullMarked
package dev.substrate.testkit.workload;

import org.jspecify.annotations.NullMarked;
