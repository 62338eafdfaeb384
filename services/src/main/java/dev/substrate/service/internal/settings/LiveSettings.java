package dev.substrate.service.internal.settings;

import dev.substrate.record.Dht;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordListener;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The settings of a service as a node follows them in their record. */
public final class LiveSettings implements ServiceSettings {

    private final Service<?> service;
    private final Dht dht;
    private final InstantSource clock;
    private final BiConsumer<Duration, Runnable> later;
    private final Consumer<Map<String, String>> changed;
    private final AtomicReference<Seen> seen;

    private record Seen(long version, Map<String, String> settings) {}

    /** How long after a failure the record is read again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /**
     * Makes them; {@link #follow} begins to follow the record.
     *
     * @param later runs something after a time
     * @param changed is told the settings whenever they are others than before
     */
    public LiveSettings(
            Service<?> service,
            Dht dht,
            InstantSource clock,
            BiConsumer<Duration, Runnable> later,
            Consumer<Map<String, String>> changed) {
        this.service = service;
        this.dht = dht;
        this.clock = clock;
        this.later = later;
        this.changed = changed;
        seen = new AtomicReference<>(new Seen(0, SettingsBook.EMPTY.over(service.settings())));
    }

    /** Begins to follow the record, for the life of the node. A service without settings has no record. */
    public void follow() {
        if (service.settings().isEmpty()) {
            return;
        }
        dht.get(SettingsBook.key(service.name())).whenComplete((found, failure) -> {
            if (failure != null) {
                later.accept(AGAIN, this::follow);
                return;
            }
            found.ifPresent(this::show);
            dht.watch(SettingsBook.key(service.name()), seen.get().version() + 1, new Follower());
        });
    }

    @Override
    public Map<String, String> current() {
        return seen.get().settings();
    }

    @Override
    public CompletionStage<List<Change>> changes() {
        return dht.get(SettingsBook.key(service.name()))
                .thenApply(found -> found.map(book -> book.value().changes()).orElse(List.of()));
    }

    @Override
    public CompletionStage<Map<String, String>> change(Map<String, String> values, String by) {
        Map<String, Optional<String>> wanted = new HashMap<>();
        values.forEach((setting, value) -> wanted.put(setting, Optional.of(value)));
        return write(wanted, by).thenApply(book -> book.over(service.settings()));
    }

    @Override
    public CompletionStage<Map<String, String>> reset(Set<String> settings, String by) {
        Map<String, Optional<String>> wanted = new HashMap<>();
        settings.forEach(setting -> wanted.put(setting, Optional.empty()));
        return write(wanted, by).thenApply(book -> book.over(service.settings()));
    }

    /**
     * Changes some settings and gives others their defaults, all or none.
     *
     * @param wanted the value of each; empty for its default
     * @return all that there is to show after that
     */
    public CompletionStage<View> patch(Map<String, Optional<String>> wanted, String by) {
        return write(wanted, by).thenApply(this::view);
    }

    /** Reads all that there is to show. */
    public CompletionStage<View> view() {
        return dht.get(SettingsBook.key(service.name()))
                .thenApply(found -> view(found.map(Versioned::value).orElse(SettingsBook.EMPTY)));
    }

    /** The settings as they are, and how they became so, the newest change first. */
    public record View(Map<String, String> settings, List<Change> changes) {}

    private View view(SettingsBook book) {
        return new View(book.over(service.settings()), book.changes());
    }

    /** Returns the defaults. */
    public Map<String, String> defaults() {
        return service.settings();
    }

    private CompletionStage<SettingsBook> write(Map<String, Optional<String>> wanted, String by) {
        for (String setting : wanted.keySet()) {
            if (!service.settings().containsKey(setting)) {
                throw new IllegalArgumentException("Nothing was changed: '" + service.name() + "' has no setting '"
                        + setting + "', but " + new TreeMap<>(service.settings()).keySet());
            }
        }
        wanted.forEach((setting, value) -> value.ifPresent(text -> bounded("value of '" + setting + "'", text)));
        if (bounded("name of who changes it", by).isBlank()) {
            throw new IllegalArgumentException("Nothing was changed: it is not said by whom");
        }
        AtomicReference<SettingsBook> last = new AtomicReference<>(SettingsBook.EMPTY);
        return dht.update(SettingsBook.key(service.name()), current -> {
                    SettingsBook before = current == null ? SettingsBook.EMPTY : current.value();
                    SettingsBook next = before.with(wanted, by, clock.instant());
                    last.set(next);
                    return next.equals(before) ? null : next;
                })
                .thenApply(outcome -> {
                    // Nothing is read again: a failure to read would say that nothing was changed.
                    if (!(outcome instanceof WriteOutcome.Declined)) {
                        show(outcome.orThrow().version(), last.get());
                    }
                    return last.get();
                });
    }

    private void show(Versioned<SettingsBook> book) {
        show(book.version(), book.value());
    }

    private void show(long version, SettingsBook book) {
        Seen next = new Seen(version, book.over(service.settings()));
        Seen before = seen.getAndUpdate(now -> now.version() < version ? next : now);
        if (before.version() < version && !before.settings().equals(next.settings())) {
            changed.accept(current());
        }
    }

    private static String bounded(String what, String text) {
        if (text.length() > VALUE_CHARS_MAX) {
            throw new IllegalArgumentException("Nothing was changed: the " + what + " has " + text.length()
                    + " characters, and may have " + VALUE_CHARS_MAX);
        }
        return text;
    }

    private final class Follower implements RecordListener<SettingsBook> {

        @Override
        public void onVersion(Versioned<SettingsBook> book) {
            show(book);
        }

        /** Somebody has deleted the record: that is how all settings become the defaults at once. */
        @Override
        public void onDeleted(RecordHeaders tombstone) {
            show(tombstone.version(), SettingsBook.EMPTY);
        }

        @Override
        public void onEnd(RecordChange.Ended<SettingsBook> end) {
            if (end.reason() != RecordChange.Reason.STOPPED && end.reason() != RecordChange.Reason.CANCELLED) {
                later.accept(AGAIN, LiveSettings.this::follow);
            }
        }
    }
}
