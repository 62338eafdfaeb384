package dev.substrate.service.internal.member;

import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node knows of arrivals and departures that are not settled: for each of its services, whether it is this node's turn to handle one. Mutable, for one
 * actor; knows no clock and no record.
 */
final class Duties {

    /** The service that every node carries and that has nothing to do: with it, each departure is noted. */
    static final String CLUSTER = "";

    private static final int SETTLED_REMEMBERED_MAX = 1000;

    /** A change of a life. */
    record Key(MemberChange change, RingMember subject) {}

    /**
     * One that is not settled.
     *
     * @param open services of this node of which it is not known that it was handled for them
     * @param claiming services for which a claim is under way
     * @param handling services that were told to handle it
     * @param unaware services that were not told of it in any way
     */
    private record State(Set<String> open, Set<String> claiming, Set<String> handling, Set<String> unaware) {

        boolean over() {
            return open.isEmpty() && unaware.isEmpty();
        }
    }

    private final RingMember self;
    private final Carriers carriers;
    private final Map<Key, State> states = new LinkedHashMap<>();
    private final Map<Key, Boolean> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > SETTLED_REMEMBERED_MAX;
        }
    };

    Duties(RingMember self, Carriers carriers) {
        this.self = self;
        this.carriers = carriers;
    }

    /** Notes a change; returns whether it was new. */
    boolean add(Key key, Set<String> services) {
        if (settled.containsKey(key) || states.containsKey(key)) {
            return false;
        }
        Set<String> open = new TreeSet<>(services);
        open.add(CLUSTER);
        states.put(key, new State(open, new HashSet<>(), new HashSet<>(), new TreeSet<>(services)));
        return true;
    }

    /** Returns the changes that are not settled. */
    List<Key> open() {
        return List.copyOf(states.keySet());
    }

    /** Returns, for each change, the services for which this node should claim it now, and takes them as being claimed. */
    Map<Key, Set<String>> turns(Ring ring) {
        Map<Key, Set<String>> turns = new LinkedHashMap<>();
        Map<String, Ring> ringOf = new HashMap<>();
        states.forEach((key, state) -> {
            Set<String> mine = new TreeSet<>(state.open());
            mine.removeAll(state.claiming());
            mine.removeAll(state.handling());
            mine.removeIf(service -> !isNearest(
                    key.subject(),
                    ringOf.computeIfAbsent(service, name -> name.equals(CLUSTER) ? ring : carriers.of(name, ring))));
            if (!mine.isEmpty()) {
                state.claiming().addAll(mine);
                turns.put(key, mine);
            }
        });
        return turns;
    }

    /** Returns the services that have not been told that a change happened, except those that may be about to handle it, and takes them as told. */
    Set<String> toShow(Key key) {
        State state = states.get(key);
        if (state == null) {
            return Set.of();
        }
        Set<String> services = new TreeSet<>(state.unaware());
        services.removeAll(state.claiming());
        state.unaware().removeAll(services);
        close(key);
        return services;
    }

    /** Takes in what came of a claim: what was not granted is, or was, another node's. */
    void claimed(Key key, Set<String> asked, Set<String> granted) {
        state(key).ifPresent(state -> {
            state.claiming().removeAll(asked);
            state.handling().addAll(granted);
            state.unaware().removeAll(granted);
        });
    }

    /** A claim came to nothing; it is tried again. */
    void notClaimed(Key key, Set<String> asked) {
        state(key).ifPresent(state -> state.claiming().removeAll(asked));
    }

    /** Returns the services that were told to handle a change and have not done it. */
    Set<String> handling(Key key) {
        return state(key).map(state -> Set.copyOf(state.handling())).orElse(Set.of());
    }

    /** Takes in what the record says: services for which it was handled, by whomever, are settled. */
    void settle(Key key, Life life) {
        state(key).ifPresent(state -> {
            state.open().removeIf(service -> life.settled(key.change(), Set.of(service)));
            state.handling().retainAll(state.open());
            close(key);
        });
    }

    /** What this node has done, or was relieved of, it does not handle any more. */
    void relieved(Key key, Set<String> services) {
        state(key).ifPresent(state -> state.handling().removeAll(services));
    }

    /** There is nothing to be known about a change any more. */
    void forget(Key key) {
        state(key).ifPresent(state -> {
            state.open().clear();
            close(key);
        });
    }

    private void close(Key key) {
        if (states.get(key).over()) {
            states.remove(key);
            settled.put(key, true);
        }
    }

    private Optional<State> state(Key key) {
        return Optional.ofNullable(states.get(key));
    }

    private boolean isNearest(RingMember subject, Ring ring) {
        // A node is the last to handle its own arrival: only if it is alone.
        Ring others = ring.where(member -> member.incarnation() != subject.incarnation());
        Ring candidates = others.members().isEmpty() ? ring : others;
        return candidates
                .nearest(RingPosition.of(subject.node()))
                .filter(nearest -> nearest.incarnation() == self.incarnation())
                .isPresent();
    }
}
