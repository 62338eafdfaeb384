package dev.substrate.service.internal.member;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Duties that are done and not yet written down: for each change, one write at a time, with all that is done by then. For one actor. */
final class DoneDuties {

    private final Map<Duties.Key, Set<String>> done = new HashMap<>();
    private final Set<Duties.Key> writing = new HashSet<>();

    /** A service has done its duty. */
    void add(Duties.Key key, String service) {
        done.computeIfAbsent(key, any -> new TreeSet<>()).add(service);
    }

    /** Says whether a service has done its duty. */
    boolean contains(Duties.Key key, String service) {
        return done.getOrDefault(key, Set.of()).contains(service);
    }

    /** Returns the changes of which something is to be written down. */
    Set<Duties.Key> keys() {
        return Set.copyOf(done.keySet());
    }

    /** Returns what is to be written down of a change now, and takes it as being written; empty if there is nothing, or a write is under way. */
    Set<String> toWrite(Duties.Key key) {
        Set<String> services = Set.copyOf(done.getOrDefault(key, Set.of()));
        return !services.isEmpty() && writing.add(key) ? services : Set.of();
    }

    /** A write has ended well. */
    void written(Duties.Key key, Set<String> services) {
        writing.remove(key);
        done.computeIfPresent(key, (same, left) -> {
            left.removeAll(services);
            return left.isEmpty() ? null : left;
        });
    }

    /** It is not known how a write has ended: it is to be repeated. */
    void notWritten(Duties.Key key) {
        writing.remove(key);
    }
}
