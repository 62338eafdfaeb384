package dev.substrate.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a service that can be changed while it runs. They are kept in a record, {@code service-settings:NAME}, with who changed what and when; all nodes that carry
 * the service hear of a change, as a rule within milliseconds, and have the same settings once they have heard of the same change.
 *
 * <p>Safe for use by several threads. No method blocks; stages complete on the pool for callbacks.
 */
public interface ServiceSettings {

    /** How many changes are remembered. */
    int CHANGES_MAX = 100;

    /** The longest value, and the longest name of who changes it, in characters. */
    int VALUE_CHARS_MAX = 1024;

    /**
     * A change of a setting.
     *
     * @param at when, by the clock of the node that was asked
     * @param by who
     * @param from the value before; null if it was the default
     * @param to the value after; null if it is the default
     */
    record Change(
            Instant at,
            String by,
            String setting,
            @Nullable String from,
            @Nullable String to) {}

    /** Returns the settings as this node knows them, defaults included. */
    Map<String, String> current();

    /** Reads the changes that are remembered, the newest first. */
    CompletionStage<List<Change>> changes();

    /**
     * Changes settings, all or none.
     *
     * @param by who does, for the record
     * @return the settings after that; failed with {@link dev.substrate.record.OutcomeUnknownException} if it is not known whether they were changed
     * @throws IllegalArgumentException if the service has no such setting, or a value is too long; nothing was changed
     */
    CompletionStage<Map<String, String>> change(Map<String, String> values, String by);

    /**
     * Gives settings their defaults.
     *
     * @throws IllegalArgumentException if the service has no such setting; nothing was changed
     */
    CompletionStage<Map<String, String>> reset(Set<String> settings, String by);
}
