package dev.substrate.service.internal.host;

import dev.substrate.id.NodeId;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacementView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where services have failed, as their tables have it, and until when they are left alone there. For one actor. */
final class RestingPlaces {

    private static final int FORGOTTEN_AFTER_BACKOFFS = 10;

    /** How often a service has failed on a node, and until when it is left alone there. */
    private record Failed(int times, long until, long forgottenAt) {}

    private final HostSettings settings;
    private final Map<PlacementView.Rest, Failed> failed = new HashMap<>();

    RestingPlaces(HostSettings settings) {
        this.settings = settings;
    }

    /** Takes what the tables have now; returns the places where a service failed so long ago that it should be forgotten. */
    List<PlacementView.Rest> note(List<PlacedTable> tables, long now) {
        Map<PlacementView.Rest, Integer> noted = new HashMap<>();
        for (PlacedTable table : tables) {
            table.table()
                    .failures()
                    .forEach((node, times) -> noted.put(new PlacementView.Rest(table.id(), new NodeId(node)), times));
        }
        failed.keySet().retainAll(noted.keySet());
        List<PlacementView.Rest> old = new ArrayList<>();
        noted.forEach((where, times) -> {
            Failed before = failed.get(where);
            if (before == null || before.times() != times) {
                failed.put(where, failed(times, now));
            } else if (before.forgottenAt() - now < 0) {
                old.add(where);
            }
        });
        return old;
    }

    private Failed failed(int times, long now) {
        Duration rest = HostSettings.backoff(settings.failureBackoffMin(), settings.failureBackoffMax(), times);
        return new Failed(
                times, now + rest.toNanos(), now + settings.failureBackoffMax().toNanos() * FORGOTTEN_AFTER_BACKOFFS);
    }

    /** Returns where services are left alone now. */
    Set<PlacementView.Rest> at(long now) {
        return failed.entrySet().stream()
                .filter(entry -> entry.getValue().until() - now > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns how long it takes until the first of them is not left alone any more. */
    Optional<Duration> untilNext(long now) {
        return failed.values().stream()
                .map(each -> each.until() - now)
                .filter(left -> left > 0)
                .min(Long::compare)
                .map(Duration::ofNanos);
    }
}
