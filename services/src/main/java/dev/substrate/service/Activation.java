package dev.substrate.service;

import dev.substrate.record.Scope;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Where a service is active. */
public sealed interface Activation {

    /** Active on every node that carries the service. */
    record Always() implements Activation {}

    /**
     * Active on the nodes that hold one of its slots: in each place of a scope, the slots are held in one record, {@code service:NAME}. No two
     * nodes hold a slot at the same time, and no node holds two slots of one service and place.
     *
     * @param names the slots that there are at first; a name may be a resource that whoever holds the slot uses, such as an address
     * @param scope how many such records there are: one, one in each region, or one in each zone
     * @param excludes services with slots that are not to be active on the same node, in either direction, as long as there are enough nodes
     */
    record Slots(List<String> names, Scope scope, Set<String> excludes) implements Activation {

        /** The most slots of a service in a place. */
        public static final int COUNT_MAX = 256;

        /** The longest name of a slot, in characters. */
        public static final int NAME_CHARS_MAX = 128;

        /** @throws IllegalArgumentException if there are too many slots, or one has no proper name or that of another */
        public Slots {
            names = List.copyOf(names);
            excludes = Set.copyOf(excludes);
            Objects.requireNonNull(scope, "scope");
            if (names.size() > COUNT_MAX) {
                throw new IllegalArgumentException(
                        "A service has at most " + COUNT_MAX + " slots in a place, not " + names.size());
            }
            if (Set.copyOf(names).size() < names.size()) {
                throw new IllegalArgumentException("Two slots have the same name: " + names);
            }
            for (String name : names) {
                if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
                    throw new IllegalArgumentException(
                            "The name of a slot has 1 to " + NAME_CHARS_MAX + " characters, not '" + name + "'");
                }
            }
        }

        /** Has such slots in each place of a scope. */
        public Slots in(Scope other) {
            return new Slots(names, other, excludes);
        }

        /** Keeps the service away from nodes where another one is active. */
        public Slots excluding(String... services) {
            return new Slots(names, scope, Set.of(services));
        }
    }

    /**
     * Active where a node is nearest to one of some evenly spaced points of the ring, in each zone. There may be two for a moment when members
     * change, and two sides of a partition have one each.
     *
     * @param points how many points there are
     */
    record Supernode(int points) implements Activation {

        /** The most points. */
        public static final int POINTS_MAX = 256;

        /** @throws IllegalArgumentException if there are no points, or too many */
        public Supernode {
            if (points < 1 || points > POINTS_MAX) {
                throw new IllegalArgumentException("There are 1 to " + POINTS_MAX + " points, not " + points);
            }
        }
    }

    /** Active on every node. */
    static Activation always() {
        return new Always();
    }

    /** Active on so many nodes; the slots are called 1, 2, … . */
    static Slots slots(int count) {
        return new Slots(
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList(), Scope.GLOBAL, Set.of());
    }

    /** Active on as many nodes as there are resources, each of which is used by one of them. */
    static Slots resources(String... resources) {
        return new Slots(List.of(resources), Scope.GLOBAL, Set.of());
    }

    /** Active on the nodes nearest to so many points, in each zone. */
    static Activation supernode(int points) {
        return new Supernode(points);
    }
}
