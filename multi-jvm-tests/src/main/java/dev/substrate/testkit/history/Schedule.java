package dev.substrate.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When which operations of a key can take effect. Those that ended are known by the order of their ends; from one end to
 * the next the ones in flight are numbered by slots, which are used again. An operation that begins in the same nanosecond
 * in which another one ends overlaps it.
 */
final class Schedule {

    private static final int[] NOTHING = {};

    private final List<Operation> ended;
    private final List<Operation> open;
    private final int[] slots;
    private final int[][] inFlight;
    private final int[] openBegun;
    private final int[] twins;

    private Schedule(List<Operation> ended, List<Operation> open) {
        this.ended = ended;
        this.open = open;
        this.slots = new int[ended.size()];
        this.inFlight = new int[ended.size()][];
        this.openBegun = new int[ended.size()];
        this.twins = twins(open);
        fly();
    }

    /** Makes a schedule of operations that are ok or unknown. */
    static <S> Schedule of(Model<S> model, List<Operation> operations) {
        Predicate<Action> relevant = model.relevant(operations);
        return new Schedule(
                operations.stream()
                        .filter(Operation::isOk)
                        .sorted(Comparator.comparingLong(Operation::ended))
                        .toList(),
                operations.stream()
                        .filter(each -> each.isUnknown()
                                && !model.readOnly(each.action(), each.ending())
                                && relevant.test(each.action()))
                        .sorted(Comparator.comparingLong(Operation::begun))
                        .toList());
    }

    private void fly() {
        Integer[] byBegin = new Integer[ended.size()];
        Arrays.setAll(byBegin, Integer::valueOf);
        Arrays.sort(byBegin, Comparator.comparingLong(each -> ended.get(each).begun()));
        Deque<Integer> freeSlots = new ArrayDeque<>();
        List<Integer> flying = new ArrayList<>();
        int begun = 0;
        int slotsUsed = 0;
        int opened = 0;
        for (int end = 0; end < ended.size(); end++) {
            long time = ended.get(end).ended();
            while (begun < byBegin.length && ended.get(byBegin[begun]).begun() <= time) {
                int operation = byBegin[begun++];
                slots[operation] = freeSlots.isEmpty() ? slotsUsed++ : freeSlots.pop();
                flying.add(operation);
            }
            while (opened < open.size() && open.get(opened).begun() <= time) {
                opened++;
            }
            inFlight[end] = flying.stream().mapToInt(Integer::intValue).sorted().toArray();
            openBegun[end] = opened;
            flying.remove(Integer.valueOf(end));
            freeSlots.push(slots[end]);
        }
    }

    private static int[] twins(List<Operation> open) {
        Map<Action, Integer> last = new HashMap<>();
        int[] twins = new int[open.size()];
        for (int each = 0; each < twins.length; each++) {
            Integer twin = last.put(open.get(each).action(), each);
            twins[each] = twin == null ? -1 : twin;
        }
        return twins;
    }

    /** Returns how many operations ended. */
    int ends() {
        return ended.size();
    }

    /** Returns the operation that ended as the one of this number. */
    Operation ended(int end) {
        return ended.get(end);
    }

    /** Returns the slot of the operation that ended as the one of this number. */
    int slot(int end) {
        return slots[end];
    }

    /** Returns which operations, by the number of their own end, had begun and not ended just before an end. */
    int[] inFlight(int end) {
        return end < inFlight.length ? inFlight[end] : NOTHING;
    }

    /** Returns the open operation of this number, by their beginnings. */
    Operation open(int number) {
        return open.get(number);
    }

    /** Returns how many open operations had begun before an end. */
    int openBegun(int end) {
        return openBegun[end];
    }

    /** Returns the open operation that wants the same as this one and began before it, or -1. */
    int twin(int number) {
        return twins[number];
    }
}
