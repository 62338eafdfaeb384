package dev.substrate.service.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.service.PassivationReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What stale coordinators, hosts and people do to one record at the same time. */
class SlotTablePropertyTest {

    private static final int ACTORS = 4;

    /** One step of an actor: it reads the record, or tries to write what it makes of what it read. */
    record Step(int actor, boolean reads, SlotCommand command) {}

    @Property(tries = 2_000)
    void whateverStaleWritersDoATokenIsHeldByOneAndOnceRefusedNeverAcceptedAgain(@ForAll("steps") List<Step> steps) {
        List<PlacedTable> copies = new ArrayList<>();
        PlacedTable record = placed(1, SlotTable.of(List.of("1", "2", "3"), 0));
        for (int i = 0; i < ACTORS; i++) {
            copies.add(record);
        }
        Map<Long, String> everHeld = new HashMap<>();
        Set<Long> refused = new HashSet<>();
        for (Step step : steps) {
            PlacedTable copy = copies.get(step.actor());
            if (step.reads()) {
                copies.set(step.actor(), record);
            } else if (copy.table().decide(step.command()) instanceof SlotDecision.Changed changed
                    && copy.version() == record.version()) {
                assertThat(changed.table().lastToken())
                        .isGreaterThanOrEqualTo(record.table().lastToken());
                record = placed(record.version() + 1, changed.table());
            }
            SlotTable now = record.table();
            for (Slot slot : now.held()) {
                assertThat(refused).doesNotContain(slot.token());
                String holder = slot.holder().node() + "/" + slot.holder().incarnation() + "/" + slot.name();
                assertThat(everHeld.putIfAbsent(slot.token(), holder)).isIn(null, holder);
            }
            for (long token = 1; token <= now.lastToken(); token++) {
                long each = token;
                if (now.held().stream().noneMatch(slot -> slot.token() == each)) {
                    refused.add(token);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> nodes = Arbitraries.integers().between(1, 4);
        Arbitrary<Long> tokens = Arbitraries.longs().between(1, 9);
        Arbitrary<SlotCommand> commands = Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of("1", "2", "3", "4"),
                                nodes,
                                Arbitraries.integers().between(1, 2))
                        .as((slot, node, life) -> new SlotCommand.Grant(slot, Holder.of(Nodes.member(node, life)))),
                tokens.map(token -> new SlotCommand.GiveBack(token, token % 2 == 0)),
                tokens.map(SlotCommand.TakeFrom::new),
                tokens.map(token -> new SlotCommand.WantBack(token, PassivationReason.MOVED)),
                nodes.map(node -> new SlotCommand.Bar(Nodes.holder(node).node())),
                nodes.map(node -> new SlotCommand.Unbar(Nodes.holder(node).node())),
                nodes.map(node -> new SlotCommand.Proven(Nodes.holder(node).node())),
                Arbitraries.of("1", "2", "3", "4").list().uniqueElements().map(SlotCommand.Resize::new));
        return Combinators.combine(
                        Arbitraries.integers().between(0, ACTORS - 1), Arbitraries.of(true, false, false), commands)
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    private static PlacedTable placed(long version, SlotTable table) {
        return new PlacedTable("s", dev.substrate.record.Place.EVERYWHERE, version, table);
    }
}
