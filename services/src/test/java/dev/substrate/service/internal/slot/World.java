package dev.substrate.service.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.service.PassivationReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Nodes and tables, and hosts that give back what is wanted back. */
final class World {

    private static final int ROUNDS_MAX = 500;

    private final Map<String, SlotRule> rules = new TreeMap<>();
    private final Map<String, SlotTable> tables = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<Integer> up = new TreeSet<>();
    private final Set<Integer> unreachable = new HashSet<>();
    private final Set<PlacementView.Rest> resting = new HashSet<>();
    private int moves;

    World(int nodes) {
        for (int node = 1; node <= nodes; node++) {
            up.add(node);
        }
    }

    void declare(String service, List<String> slots, Set<String> excludes) {
        rules.put(service, new SlotRule(Scope.GLOBAL, slots, excludes));
        tables.put(service, SlotTable.of(slots, 0));
    }

    void start(int node) {
        up.add(node);
    }

    void kill(int node) {
        up.remove(node);
    }

    void cutOff(int node) {
        unreachable.add(node);
    }

    void bar(String service, int node) {
        apply(service, new SlotCommand.Bar(Nodes.holder(node).node()));
    }

    /** Has a service have failed once on a node that may be gone by now. */
    void fail(String service, int node) {
        SlotTable table = tables.get(service);
        tables.put(
                service,
                new SlotTable(
                        table.slots(),
                        table.lastToken(),
                        table.barred(),
                        Map.of(Nodes.holder(node).node(), 1)));
    }

    void rest(String service, int node) {
        resting.add(new PlacementView.Rest(
                new PlacedTable.TableId(service, Place.EVERYWHERE),
                Nodes.member(node).node()));
    }

    PlacementView view() {
        return new PlacementView(
                up.stream()
                        .filter(node -> !unreachable.contains(node))
                        .map(node -> new Candidate(Nodes.member(node), rules))
                        .toList(),
                up.stream().map(node -> Nodes.member(node).incarnation()).collect(Collectors.toSet()),
                true,
                tables.entrySet().stream()
                        .map(entry -> new PlacedTable(
                                entry.getKey(),
                                Place.EVERYWHERE,
                                versions.getOrDefault(entry.getKey(), 1L),
                                entry.getValue()))
                        .toList(),
                resting);
    }

    /** Plans and carries out until nothing is left to do; returns how many rounds that took. */
    int settle(int movesMax) {
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            List<TableChange> plan = Placement.plan(view(), movesMax);
            if (plan.isEmpty()) {
                return round;
            }
            for (TableChange change : plan) {
                tables.put(change.from().service(), change.to());
                versions.merge(change.from().service(), 2L, (old, one) -> old + 1);
                moves += (int) change.commands().stream()
                        .filter(command -> command instanceof SlotCommand.WantBack want
                                && want.reason() == PassivationReason.MOVED)
                        .count();
            }
            giveBack();
        }
        throw new AssertionError("It does not come to rest: " + tables);
    }

    private void giveBack() {
        for (String service : List.copyOf(tables.keySet())) {
            for (Slot slot : tables.get(service).held()) {
                if (slot.wanted() != null && up.contains(slot.holder().number())) {
                    apply(service, new SlotCommand.GiveBack(slot.token(), false));
                }
            }
        }
    }

    private void apply(String service, SlotCommand command) {
        tables.put(service, SlotTableTest.after(tables.get(service), command));
        versions.merge(service, 2L, (old, one) -> old + 1);
    }

    int moves() {
        return moves;
    }

    int free() {
        return tables.values().stream().mapToInt(table -> table.open().size()).sum();
    }

    /** Returns how many slots each node that is up holds, in growing order. */
    List<Integer> loads() {
        List<Integer> loads = new ArrayList<>();
        for (int node : up) {
            loads.add((int) holders().values().stream()
                    .filter(nodes -> nodes.contains(node))
                    .count());
        }
        loads.sort(null);
        return loads;
    }

    Map<String, Set<Integer>> holders() {
        Map<String, Set<Integer>> holders = new TreeMap<>();
        tables.forEach((service, table) -> holders.put(
                service,
                table.held().stream().map(slot -> slot.holder().number()).collect(Collectors.toSet())));
        return holders;
    }

    /** Returns the pairs of services that exclude each other and are on the same node. */
    List<String> together() {
        List<String> pairs = new ArrayList<>();
        rules.forEach((one, rule) -> rule.excludes().forEach(other -> {
            if (holders().containsKey(other)
                    && holders().get(one).stream().anyMatch(holders().get(other)::contains)) {
                pairs.add(one + "+" + other);
            }
        }));
        assertThat(up).isNotEmpty();
        return pairs;
    }
}
