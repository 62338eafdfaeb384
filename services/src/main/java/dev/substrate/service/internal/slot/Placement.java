package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.ring.RingPosition;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which node is to hold which slot: takes slots from nodes that are gone, keeps services apart that exclude each other, gives free slots to the nodes with
 * the fewest, and moves slots from nodes that hold at least two more than others could.
 *
 * <p>A pure function of what is known; applied again and again it comes to rest.
 */
public final class Placement {

    private final PlacementView view;
    private final int movesMax;
    private final Exclusions exclusions;
    private final Map<TableId, PlacedTable> before = new LinkedHashMap<>();
    private final Map<TableId, SlotTable> now = new HashMap<>();
    private final Map<TableId, List<SlotCommand>> commands = new LinkedHashMap<>();
    /** How many slots each candidate holds, those on their way to it included. */
    private final Map<NodeId, Integer> loads = new HashMap<>();

    private Placement(PlacementView view, int movesMax) {
        this.view = view;
        this.movesMax = movesMax;
        view.tables().stream()
                .sorted(Comparator.comparing(PlacedTable::id))
                .forEach(table -> before.put(table.id(), table));
        before.values().forEach(table -> now.put(table.id(), table.table()));
        exclusions = new Exclusions(view.candidates(), view.tables());
    }

    /**
     * Returns what is to be changed.
     *
     * @param movesMax how many slots may be on their way from one node to another for the sake of evenness
     */
    public static List<TableChange> plan(PlacementView view, int movesMax) {
        return new Placement(view, movesMax).plan();
    }

    private List<TableChange> plan() {
        takeFromTheGone();
        count();
        separate();
        give();
        level();
        List<TableChange> changes = new ArrayList<>();
        commands.forEach((id, list) -> changes.add(new TableChange(before.get(id), list, now.get(id))));
        return changes;
    }

    private void takeFromTheGone() {
        if (!view.settled()) {
            return;
        }
        for (TableId id : before.keySet()) {
            for (Slot slot : now.get(id).held()) {
                if (slot.holder() != null
                        && !view.alive().contains(slot.holder().incarnation())) {
                    apply(id, new SlotCommand.TakeFrom(slot.token()));
                }
            }
        }
    }

    private void count() {
        view.candidates().forEach(candidate -> loads.put(candidate.member().node(), 0));
        for (SlotTable table : now.values()) {
            for (Slot slot : table.held()) {
                if (slot.holder() != null && slot.wanted() == null) {
                    loads.computeIfPresent(slot.holder().id(), (node, load) -> load + 1);
                }
            }
        }
    }

    /** Of two that exclude each other on a node, the one whose name comes later goes. */
    private void separate() {
        for (TableId id : before.keySet()) {
            for (Slot slot : now.get(id).held()) {
                if (slot.holder() != null
                        && slot.wanted() == null
                        && before.keySet().stream()
                                .anyMatch(other -> other.compareTo(id) < 0
                                        && exclusions.keepApart(before.get(other), before.get(id))
                                        && staysOn(other, slot.holder().id()))) {
                    apply(id, new SlotCommand.WantBack(slot.token(), PassivationReason.MOVED));
                    add(slot.holder().id(), -1);
                }
            }
        }
    }

    private boolean staysOn(TableId table, NodeId node) {
        return now.get(table).held().stream()
                .anyMatch(slot -> slot.holder() != null
                        && slot.wanted() == null
                        && slot.holder().id().equals(node));
    }

    /** Slots for which there are the fewest nodes come first, since they have the least choice. */
    private void give() {
        record Free(TableId table, Slot slot, long choice) {}
        List<Free> free = new ArrayList<>();
        before.keySet()
                .forEach(id -> now.get(id)
                        .open()
                        .forEach(slot -> free.add(new Free(
                                id,
                                slot,
                                view.candidates().stream()
                                        .filter(candidate -> eligible(id, candidate))
                                        .count()))));
        free.sort(Comparator.comparingLong(Free::choice).thenComparing(Free::table));
        for (Free each : free) {
            best(each.table(), each.slot()).ifPresent(candidate -> {
                apply(each.table(), new SlotCommand.Grant(each.slot().name(), Holder.of(candidate.member())));
                add(candidate.member().node(), 1);
            });
        }
    }

    /** Slots that are wanted back count as held by whoever is the best for them now. */
    private void level() {
        int underWay = 0;
        for (TableId id : before.keySet()) {
            for (Slot slot : now.get(id).held()) {
                if (slot.wanted() != null && !slot.closing()) {
                    underWay++;
                    best(id, slot).ifPresent(candidate -> add(candidate.member().node(), 1));
                }
            }
        }
        while (underWay < movesMax && moveOne()) {
            underWay++;
        }
    }

    private boolean moveOne() {
        List<Candidate> byLoad = view.candidates().stream()
                .sorted(Comparator.comparingInt((Candidate candidate) -> load(candidate))
                        .thenComparing(candidate -> candidate.member().node()))
                .toList();
        for (int from = byLoad.size() - 1; from >= 0; from--) {
            for (Candidate to : byLoad) {
                if (load(byLoad.get(from)) < load(to) + 2) {
                    break;
                }
                if (moveOne(byLoad.get(from), to)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean moveOne(Candidate from, Candidate to) {
        for (TableId id : before.keySet()) {
            Optional<Slot> slot = now.get(id).heldBy(from.member().incarnation());
            if (slot.isPresent() && slot.get().wanted() == null && eligible(id, to) && !hasFailed(id, to)) {
                apply(id, new SlotCommand.WantBack(slot.get().token(), PassivationReason.MOVED));
                add(from.member().node(), -1);
                add(to.member().node(), 1);
                return true;
            }
        }
        return false;
    }

    private Optional<Candidate> best(TableId table, Slot slot) {
        return view.candidates().stream()
                .filter(candidate -> eligible(table, candidate))
                .min(Comparator.comparing((Candidate candidate) -> hasFailed(table, candidate))
                        .thenComparing(candidate -> load(candidate))
                        .thenComparing(candidate -> rendezvous(table, slot, candidate))
                        .thenComparing(candidate -> candidate.member().node()));
    }

    /** A service that works is not moved to where it did not. */
    private boolean hasFailed(TableId id, Candidate candidate) {
        return now.get(id).failures().containsKey(candidate.member().node().hex());
    }

    private boolean eligible(TableId id, Candidate candidate) {
        NodeId node = candidate.member().node();
        SlotTable table = now.get(id);
        return candidate.suits(id)
                && !table.bars(node)
                && !table.anyHeldBy(node)
                && !view.resting().contains(new PlacementView.Rest(id, node))
                && before.keySet().stream()
                        .noneMatch(other -> !other.equals(id)
                                && exclusions.keepApart(before.get(id), before.get(other))
                                && now.get(other).anyHeldBy(node));
    }

    /** A number by which each slot has its own order of nodes, the same for whoever computes it. */
    private static RingPosition rendezvous(TableId table, Slot slot, Candidate candidate) {
        return RingPosition.of(
                table + "/" + slot.name() + "/" + candidate.member().node());
    }

    private int load(Candidate candidate) {
        return loads.getOrDefault(candidate.member().node(), 0);
    }

    private void add(NodeId node, int slots) {
        loads.computeIfPresent(node, (same, load) -> load + slots);
    }

    private void apply(TableId id, SlotCommand command) {
        if (!(now.get(id).decide(command) instanceof SlotDecision.Changed changed)) {
            throw new IllegalStateException("A plan for " + id + " cannot be carried out: " + command);
        }
        now.put(id, changed.table());
        commands.computeIfAbsent(id, same -> new ArrayList<>()).add(command);
    }

    /** Returns the nodes that hold or held a slot which a change touches. */
    public static Collection<NodeId> holders(TableChange change) {
        Map<NodeId, Boolean> nodes = new LinkedHashMap<>();
        for (SlotTable table : List.of(change.from().table(), change.to())) {
            for (Slot slot : table.held()) {
                if (slot.holder() != null) {
                    nodes.put(slot.holder().id(), true);
                }
            }
        }
        return List.copyOf(nodes.keySet());
    }
}
