package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.record.Scope;
import dev.substrate.service.Activation;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.SlotDecision.Changed;
import dev.substrate.service.internal.slot.SlotDecision.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The slots of a service in a place: the content of the record {@code service:NAME}. Immutable.
 *
 * <p>Who holds a slot is what the record says, and nothing else. Every grant has a token that is greater than all before it. A token that
 * is not in the table is never in a later one, so whoever does not find its token has lost its slot for good.
 *
 * @param slots in the order in which they were declared; removed ones that are still held come last
 * @param lastToken the greatest token that was ever granted
 * @param barred the nodes that a person keeps the service away from, sorted
 * @param failures how often in a row the service failed on a node, by node
 */
public record SlotTable(List<Slot> slots, long lastToken, List<String> barred, Map<String, Integer> failures) {

    /** How many nodes' failures a table remembers. */
    public static final int FAILURES_MAX = 256;

    /** @throws IllegalArgumentException if the table breaks a rule that every table keeps */
    public SlotTable {
        slots = slots == null ? List.of() : List.copyOf(slots);
        barred = barred == null ? List.of() : List.copyOf(barred);
        failures = failures == null ? Map.of() : new TreeMap<>(failures);
        check(slots, lastToken);
        failures = java.util.Collections.unmodifiableMap(failures);
    }

    /**
     * Returns a table of free slots.
     *
     * @param names of the slots
     * @param versionBefore the version of the record in front of this table; 0 if it was never written. Tokens of a table that was deleted lie below those of its
     *     successor: no version grants more than {@link Activation.Slots#COUNT_MAX}
     */
    public static SlotTable of(List<String> names, long versionBefore) {
        return new SlotTable(
                names.stream().map(Slot::free).toList(),
                versionBefore * Activation.Slots.COUNT_MAX,
                List.of(),
                Map.of());
    }

    /** Decides on a command. */
    public SlotDecision decide(SlotCommand command) {
        if (command instanceof SlotCommand.Grant grant) {
            return grant(grant.slot(), grant.holder());
        } else if (command instanceof SlotCommand.GiveBack back) {
            return free(back.token(), back.failed());
        } else if (command instanceof SlotCommand.TakeFrom take) {
            return free(take.token(), false);
        } else if (command instanceof SlotCommand.WantBack want) {
            return wantBack(want.token(), want.reason());
        } else if (command instanceof SlotCommand.Proven proven) {
            return proven(proven.node());
        } else if (command instanceof SlotCommand.Resize resize) {
            return resize(resize.names());
        } else if (command instanceof SlotCommand.Bar bar) {
            return bar(bar.node());
        }
        return unbar(((SlotCommand.Unbar) command).node());
    }

    /** Says whether a life of a node holds a slot under a token. If not, it never will again. */
    public boolean holds(long token, long incarnation) {
        return slots.stream()
                .anyMatch(slot -> slot.heldUnder(token)
                        && slot.holder() != null
                        && slot.holder().incarnation() == incarnation);
    }

    /** Returns the slot that a life of a node holds. */
    public Optional<Slot> heldBy(long incarnation) {
        return held().stream()
                .filter(slot -> slot.holder() != null && slot.holder().incarnation() == incarnation)
                .findFirst();
    }

    /** Returns the slots that are held. */
    public List<Slot> held() {
        return slots.stream().filter(slot -> slot.holder() != null).toList();
    }

    /** Returns the slots that are free. */
    public List<Slot> open() {
        return slots.stream().filter(slot -> slot.holder() == null).toList();
    }

    /** Returns the names of the slots that are to stay. */
    public List<String> names() {
        return slots.stream().filter(slot -> !slot.closing()).map(Slot::name).toList();
    }

    /** Says whether a person keeps the service away from a node. */
    public boolean bars(NodeId node) {
        return barred.contains(node.hex());
    }

    /** Says whether any life of a node holds a slot. */
    public boolean anyHeldBy(NodeId node) {
        return held().stream()
                .anyMatch(slot -> slot.holder() != null && slot.holder().node().equals(node.hex()));
    }

    /** Returns the names of a table with so many slots that differs from this one by as little as can be. */
    public List<String> namesFor(int count) {
        List<String> names = new ArrayList<>(names());
        for (int next = 1; names.size() < count; next++) {
            String name = Integer.toString(next);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return List.copyOf(names.subList(0, count));
    }

    private SlotDecision grant(String name, Holder to) {
        Optional<Slot> found =
                slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return Refused.NO_SUCH_SLOT;
        }
        if (found.get().holder() != null) {
            return Refused.HELD;
        }
        if (anyHeldBy(to.id())) {
            return Refused.HOLDS_ANOTHER;
        }
        if (bars(to.id())) {
            return Refused.BARRED;
        }
        long token = lastToken + 1;
        return new Changed(new SlotTable(
                each(slot -> slot.name().equals(name), slot -> slot.granted(to, token)), token, barred, failures));
    }

    private SlotDecision free(long token, boolean failed) {
        Optional<Slot> found =
                slots.stream().filter(slot -> slot.heldUnder(token)).findFirst();
        if (found.isEmpty() || found.get().holder() == null) {
            return Refused.NOT_HELD;
        }
        List<Slot> left = found.get().closing()
                ? slots.stream().filter(slot -> !slot.heldUnder(token)).toList()
                : each(slot -> slot.heldUnder(token), Slot::freed);
        return new Changed(new SlotTable(
                left,
                lastToken,
                barred,
                failed ? oneFailureMore(found.get().holder().node()) : failures));
    }

    private SlotDecision wantBack(long token, PassivationReason reason) {
        Optional<Slot> found =
                slots.stream().filter(slot -> slot.heldUnder(token)).findFirst();
        if (found.isEmpty()) {
            return Refused.NOT_HELD;
        }
        return found.get().wanted() != null
                ? Refused.NOTHING_TO_DO
                : new Changed(with(each(slot -> slot.heldUnder(token), slot -> slot.wantedFor(reason))));
    }

    private SlotDecision proven(String node) {
        if (!failures.containsKey(node)) {
            return Refused.NOTHING_TO_DO;
        }
        Map<String, Integer> left = new TreeMap<>(failures);
        left.remove(node);
        return new Changed(new SlotTable(slots, lastToken, barred, left));
    }

    private SlotDecision resize(List<String> names) {
        try {
            var checked = new Activation.Slots(names, Scope.GLOBAL, Set.of());
            if (checked.names().equals(names())) {
                return Refused.NOTHING_TO_DO;
            }
        } catch (IllegalArgumentException e) {
            return Refused.BAD_NAMES;
        }
        List<Slot> next = new ArrayList<>();
        for (String name : names) {
            next.add(slots.stream()
                    .filter(slot -> slot.name().equals(name))
                    .findFirst()
                    .map(Slot::keptOpen)
                    .orElseGet(() -> Slot.free(name)));
        }
        slots.stream()
                .filter(slot -> slot.holder() != null && !names.contains(slot.name()))
                .map(Slot::closingDown)
                .forEach(next::add);
        return next.size() > 2 * Activation.Slots.COUNT_MAX ? Refused.BAD_NAMES : new Changed(with(next));
    }

    private SlotDecision bar(String node) {
        if (barred.contains(node)) {
            return Refused.NOTHING_TO_DO;
        }
        Set<String> all = new TreeSet<>(barred);
        all.add(node);
        return new Changed(new SlotTable(
                each(
                        slot -> slot.holder() != null && slot.holder().node().equals(node) && slot.wanted() == null,
                        slot -> slot.wantedFor(PassivationReason.DEACTIVATED)),
                lastToken,
                List.copyOf(all),
                failures));
    }

    private SlotDecision unbar(String node) {
        if (!barred.contains(node) && !failures.containsKey(node)) {
            return Refused.NOTHING_TO_DO;
        }
        Map<String, Integer> left = new TreeMap<>(failures);
        left.remove(node);
        // A slot that is wanted back stays so: its holder may be on its way out already.
        return new Changed(new SlotTable(
                slots,
                lastToken,
                barred.stream().filter(other -> !other.equals(node)).toList(),
                left));
    }

    private SlotTable with(List<Slot> others) {
        return new SlotTable(others, lastToken, barred, failures);
    }

    private List<Slot> each(Predicate<Slot> which, UnaryOperator<Slot> change) {
        return slots.stream()
                .map(slot -> which.test(slot) ? change.apply(slot) : slot)
                .toList();
    }

    private Map<String, Integer> oneFailureMore(String node) {
        TreeMap<String, Integer> more = new TreeMap<>(failures);
        more.merge(node, 1, Integer::sum);
        while (more.size() > FAILURES_MAX) {
            more.remove(more.firstKey().equals(node) ? more.lastKey() : more.firstKey());
        }
        return more;
    }

    private static void check(List<Slot> slots, long lastToken) {
        Set<String> names = new HashSet<>();
        Set<String> nodes = new HashSet<>();
        Set<Long> tokens = new HashSet<>();
        for (Slot slot : slots) {
            require(names.add(slot.name()), "two slots are called '" + slot.name() + "'");
            require(slot.token() <= lastToken, "slot '" + slot.name() + "' has a token that was never granted");
            require(slot.token() == 0 || tokens.add(slot.token()), "two slots have the token " + slot.token());
            if (slot.holder() != null) {
                require(slot.token() > 0, "slot '" + slot.name() + "' is held without a token");
                require(nodes.add(slot.holder().node()), slot.holder().label() + " holds two slots");
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("This is no table of slots: " + otherwise);
        }
    }
}
