package dev.substrate.service.internal.slot;

import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which services are to be kept apart. A rule between two services works in both directions. It is waived as long as a service and all that it is to be kept
 * from need more slots than there are nodes for the service.
 */
public final class Exclusions {

    private final Map<String, Set<String>> apart = new HashMap<>();
    private final Map<PlacedTable.TableId, Boolean> waived = new HashMap<>();

    /** Finds the rules that hold. */
    public Exclusions(Collection<Candidate> candidates, List<PlacedTable> tables) {
        for (Candidate candidate : candidates) {
            candidate
                    .carries()
                    .forEach((service, rule) -> rule.excludes().stream()
                            .filter(other -> !other.equals(service))
                            .forEach(other -> {
                                apart.computeIfAbsent(service, name -> new HashSet<>())
                                        .add(other);
                                apart.computeIfAbsent(other, name -> new HashSet<>())
                                        .add(service);
                            }));
        }
        for (PlacedTable table : tables) {
            int required = tables.stream()
                    .filter(other -> other.service().equals(table.service()) || excludes(table, other))
                    .filter(other -> overlap(other.place(), table.place()))
                    .mapToInt(other -> other.table().names().size())
                    .sum();
            long nodes = candidates.stream()
                    .filter(candidate -> candidate.suits(table.id())
                            && !table.table().bars(candidate.member().node()))
                    .count();
            waived.put(table.id(), required > nodes);
        }
    }

    /** Says whether a service is to be kept from any other at all. */
    public boolean concern(PlacedTable table) {
        return apart.containsKey(table.service());
    }

    /** Says whether the rules for a service are waived, there being too few nodes. */
    public boolean waived(PlacedTable table) {
        return waived.getOrDefault(table.id(), false);
    }

    /** Says whether two services are not to be active on the same node now. */
    public boolean keepApart(PlacedTable one, PlacedTable other) {
        return excludes(one, other) && !waived(one) && !waived(other);
    }

    private boolean excludes(PlacedTable one, PlacedTable other) {
        return apart.getOrDefault(one.service(), Set.of()).contains(other.service());
    }

    private static boolean overlap(Place one, Place other) {
        return contains(one, other) || contains(other, one);
    }

    private static boolean contains(Place outer, Place inner) {
        return outer.scope() == Scope.GLOBAL
                || outer.equals(inner)
                || (outer.scope() == Scope.REGION && inner.scope() != Scope.GLOBAL && outer.region() == inner.region());
    }
}
