package dev.substrate.service.internal.host;

import dev.substrate.id.NodeId;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.host.ServiceDesk.Carried;
import dev.substrate.service.internal.host.ServiceDesk.Report;
import dev.substrate.service.internal.slot.Candidate;
import dev.substrate.service.internal.slot.Exclusions;
import dev.substrate.service.internal.slot.NearestNodes;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node finds out about the services of the cluster when somebody asks.
 *
 * @param seen the members
 * @param reports of the nodes that answered
 * @param tables of the services with slots
 */
public record Insight(RingView.Seen seen, List<Report> reports, SlotRecords.Tables tables) {

    /** Makes one. */
    public Insight {
        reports = List.copyOf(reports);
    }

    /** Returns the names of all services. */
    public Set<String> services() {
        Set<String> names = new TreeSet<>();
        reports.forEach(report -> report.services().forEach(carried -> names.add(carried.service())));
        return names;
    }

    /** Returns what a member said; empty if it said nothing. */
    public Optional<Report> report(RingMember member) {
        return reports.stream()
                .filter(report -> report.member().incarnation() == member.incarnation())
                .findFirst();
    }

    /** Returns a service on a member. */
    public Optional<Carried> carried(RingMember member, String service) {
        return report(member)
                .flatMap(report -> report.services().stream()
                        .filter(each -> each.service().equals(service))
                        .findFirst());
    }

    /** Returns some node's declaration of a service. */
    public Optional<Carried> declaration(String service) {
        return reports.stream()
                .flatMap(report -> report.services().stream())
                .filter(each -> each.service().equals(service))
                .findFirst();
    }

    /** Returns the tables of a service. */
    public List<PlacedTable> tablesOf(String service) {
        return tables.found().stream()
                .filter(table -> table.service().equals(service))
                .sorted(java.util.Comparator.comparing(PlacedTable::id))
                .toList();
    }

    /** Returns the table that a node's service goes by. */
    public Optional<PlacedTable> table(String service, SlotRule rule, NodeId node) {
        TableId id = new TableId(service, Place.of(rule.scope(), node));
        return tables.found().stream().filter(table -> table.id().equals(id)).findFirst();
    }

    /** Returns the nodes that carry slots and may be granted more. */
    public List<Candidate> candidates() {
        return reports.stream()
                .filter(report -> !report.leaving()
                        && seen.reachable()
                                .has(report.member().node(), report.member().incarnation()))
                .map(report -> {
                    Map<String, SlotRule> carries = new HashMap<>();
                    report.services().forEach(carried -> {
                        SlotRule rule = carried.slots();
                        if (rule != null) {
                            carries.put(carried.service(), rule);
                        }
                    });
                    return new Candidate(report.member(), carries);
                })
                .toList();
    }

    /** Returns the rules on services that exclude each other. */
    public Exclusions exclusions() {
        return new Exclusions(candidates(), tables.found());
    }

    /** Returns the services that keep one from a node by having a slot there. */
    public List<String> keepingAway(PlacedTable table, NodeId node) {
        Exclusions exclusions = exclusions();
        return tables.found().stream()
                .filter(other ->
                        exclusions.keepApart(table, other) && other.table().anyHeldBy(node))
                .map(PlacedTable::service)
                .sorted()
                .toList();
    }

    /** Returns the nodes nearest to the points of a service, in the zone of a node. */
    public Set<NodeId> nearest(String service, int points, NodeId node) {
        return NearestNodes.of(
                service,
                points,
                Ring.of(reports.stream()
                        .filter(report -> !report.leaving()
                                && report.services().stream()
                                        .anyMatch(each -> each.service().equals(service)))
                        .map(Report::member)
                        .toList()),
                node);
    }

    /** Returns what names a node to a person. */
    public String label(NodeId node) {
        return seen.ring().member(node).map(RingMember::label).orElse(node.hex());
    }

    /** Returns the member that a number or an id names. */
    public Optional<RingMember> member(String numberOrId) {
        return seen.ring().members().stream()
                .filter(member -> member.node().hex().equals(numberOrId)
                        || (member.number() != 0
                                && Integer.toString(member.number()).equals(numberOrId)))
                .findFirst();
    }

    /** Returns who holds a slot, for people. */
    static String holder(Slot slot) {
        return slot.holder() == null ? "nobody" : slot.holder().label();
    }
}
