package dev.substrate.ring;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The members of a cluster on a ring. Immutable, and a function of who they are: nodes that see the same members have the same
 * ring.
 *
 * <p>Each node is there once. If a new life of it is seen before the old one is gone, the ring has the new one of the two that
 * {@link #of} is told last; Akka lets the new one in only after the old one was removed.
 */
public final class Ring {

    private static final Comparator<RingMember> BY_POSITION = Comparator.comparing(
                    (RingMember member) -> RingPosition.of(member.node()))
            .thenComparing(RingMember::node);

    /** The ring without members. */
    public static final Ring EMPTY = new Ring(List.of());

    private final List<RingMember> members;
    private final Map<NodeId, RingMember> byNode = new HashMap<>();

    private Ring(Collection<RingMember> all) {
        all.forEach(member -> byNode.put(member.node(), member));
        members = byNode.values().stream().sorted(BY_POSITION).toList();
    }

    /** Returns the ring of members. */
    public static Ring of(Collection<RingMember> members) {
        return new Ring(members);
    }

    /** Returns the members in the order of their positions. */
    public List<RingMember> members() {
        return members;
    }

    /** Returns the member that a node is now. */
    public Optional<RingMember> member(NodeId node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** Says whether this life of a node is a member. */
    public boolean has(NodeId node, long incarnation) {
        return member(node)
                .filter(member -> member.incarnation() == incarnation)
                .isPresent();
    }

    /** Returns the ring of the members in a place. */
    public Ring in(Place place) {
        return where(member -> Place.of(place.scope(), member.node()).equals(place));
    }

    /** Returns the ring of some members. */
    public Ring where(Predicate<RingMember> which) {
        return new Ring(members.stream().filter(which).toList());
    }

    /**
     * Returns the member nearest to a position, the shorter way round; of two that are equally near the one with the lower id. Empty
     * if there is no member.
     */
    public Optional<RingMember> nearest(RingPosition position) {
        return members.stream().min(byDistance(position));
    }

    /** Returns the member of a place that is nearest to a position. */
    public Optional<RingMember> nearest(RingPosition position, Place place) {
        return in(place).nearest(position);
    }

    /** Returns the members, the nearest to a position first. */
    public List<RingMember> byNearness(RingPosition position) {
        return members.stream().sorted(byDistance(position)).toList();
    }

    /**
     * Returns the members on both sides of a node, at most {@code each} on each side, the nearest ones first; the node itself
     * need not be a member and is not among them.
     */
    public List<RingMember> neighbours(NodeId node, int each) {
        List<RingMember> others =
                members.stream().filter(member -> !member.node().equals(node)).toList();
        if (others.size() <= 2 * each) {
            return Ring.of(others).byNearness(RingPosition.of(node));
        }
        RingPosition position = RingPosition.of(node);
        int after = (int) others.stream()
                .filter(member -> RingPosition.of(member.node()).compareTo(position) < 0)
                .count();
        List<RingMember> found = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            found.add(others.get((after + i) % others.size()));
            found.add(others.get(Math.floorMod(after - 1 - i, others.size())));
        }
        return Ring.of(found).byNearness(position);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ring ring && ring.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return "Ring" + members;
    }

    private static Comparator<RingMember> byDistance(RingPosition position) {
        return Comparator.comparing(
                        (RingMember member) -> RingPosition.of(member.node()).distance(position))
                .thenComparing(RingMember::node);
    }
}
