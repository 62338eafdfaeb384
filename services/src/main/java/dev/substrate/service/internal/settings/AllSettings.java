package dev.substrate.service.internal.settings;

import dev.substrate.record.Dht;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The settings of the services of a node. Safe for use by several threads. */
public final class AllSettings {

    private final Map<String, LiveSettings> settings = new ConcurrentHashMap<>();
    private final Dht dht;
    private final InstantSource clock;
    private final BiConsumer<Duration, Runnable> later;
    private final BiConsumer<String, ServiceEvent> show;

    /**
     * Makes them.
     *
     * @param later runs something after a time
     * @param show shows an event to a service of this node
     */
    public AllSettings(
            Dht dht, InstantSource clock, BiConsumer<Duration, Runnable> later, BiConsumer<String, ServiceEvent> show) {
        this.dht = dht;
        this.clock = clock;
        this.later = later;
        this.show = show;
    }

    /** Returns the settings of a service, which are followed from the first call on. */
    public LiveSettings of(Service<?> service) {
        return settings.computeIfAbsent(service.name(), name -> {
            LiveSettings live = new LiveSettings(
                    service,
                    dht,
                    clock,
                    later,
                    changed -> show.accept(name, new ServiceEvent.SettingsChanged(changed)));
            live.follow();
            return live;
        });
    }
}
