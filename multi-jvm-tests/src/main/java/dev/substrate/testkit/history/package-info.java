/**
 * What clients did to a system and how it ended, and whether that can be: a recorder of histories and checkers of them.
 *
 * <p>Nothing in here knows the system under test. Start at {@link dev.substrate.testkit.history.HistoryRecorder} and
 * {@link dev.substrate.testkit.history.Linearizability}.
 */
@NullMarked
package dev.substrate.testkit.history;

import org.jspecify.annotations.NullMarked;
