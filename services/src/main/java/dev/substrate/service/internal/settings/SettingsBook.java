package dev.substrate.service.internal.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.service.ServiceSettings;
import dev.substrate.service.ServiceSettings.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The record of a service's settings. Pure.
 *
 * @param values those that are not the default
 * @param changes the newest first
 */
record SettingsBook(
        @JsonProperty("values") Map<String, String> values,
        @JsonProperty("changes") List<Change> changes) {

    static final RecordType<SettingsBook> TYPE = RecordType.of("service-settings", SettingsBook.class);
    static final SettingsBook EMPTY = new SettingsBook(Map.of(), List.of());

    SettingsBook {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        changes = List.copyOf(changes);
    }

    static RecordKey<SettingsBook> key(String service) {
        return TYPE.key(service);
    }

    /**
     * Changes values.
     *
     * @param wanted the value of each setting; empty for its default
     * @return the same book if that changes nothing
     */
    SettingsBook with(Map<String, Optional<String>> wanted, String by, Instant at) {
        Map<String, String> next = new TreeMap<>(values);
        List<Change> log = new ArrayList<>(changes);
        new TreeMap<>(wanted).forEach((setting, value) -> {
            String before = next.get(setting);
            value.ifPresentOrElse(text -> next.put(setting, text), () -> next.remove(setting));
            if (!Optional.ofNullable(before).equals(value)) {
                log.add(0, new Change(at, by, setting, before, value.orElse(null)));
            }
        });
        return log.size() == changes.size()
                ? this
                : new SettingsBook(next, log.subList(0, Math.min(log.size(), ServiceSettings.CHANGES_MAX)));
    }

    /** Returns the values of declared settings, defaults included; what is not declared any more is left out. */
    Map<String, String> over(Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>(defaults);
        all.replaceAll((setting, value) -> values.getOrDefault(setting, value));
        return Collections.unmodifiableMap(all);
    }
}
