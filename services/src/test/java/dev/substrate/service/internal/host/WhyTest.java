package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.OTHER;
import static dev.substrate.service.internal.host.HostFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.ring.RingMember;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.host.HostStatus.State;
import dev.substrate.service.internal.slot.Holder;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotDecision;
import dev.substrate.service.internal.slot.SlotRule;
import dev.substrate.service.internal.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhyTest {

    private static final SlotRule ONE = new SlotRule(Scope.GLOBAL, List.of("1"), Set.of());

    private final List<PlacedTable> tables = new ArrayList<>();
    private final List<ServiceDesk.Carried> onSelf = new ArrayList<>();
    private final List<ServiceDesk.Carried> onOther = new ArrayList<>();

    @Test
    void itTellsWhichSlotANodeHolds() {
        carried("a", ONE, HostStatus.NEW);
        table("a", grant(SELF));
        assertThat(why("a", SELF).sentences()).containsExactly("node 1 holds slot '1' under token 1.");
        assertThat(why("a", SELF).cause()).isEqualTo("holds-slot");
        assertThat(why("a", OTHER).sentences())
                .containsExactly("All of its slots in global are held by others: node 1.");
    }

    @Test
    void itTellsWhatIsWantedBackAndWhatAPersonForbade() {
        carried("a", ONE, HostStatus.NEW);
        table("a", grant(SELF), new SlotCommand.WantBack(1, PassivationReason.MOVED));
        assertThat(why("a", SELF).cause()).isEqualTo("wanted-back");
        tables.clear();
        table("a", new SlotCommand.Bar(SELF.node().hex()));
        assertThat(why("a", SELF).cause()).isEqualTo("barred");
        assertThat(why("a", OTHER).cause()).isEqualTo("free-slot");
    }

    @Test
    void itTellsWhoExcludesTheServiceAndWhenThatIsWaived() {
        SlotRule apart = new SlotRule(Scope.GLOBAL, List.of("1"), Set.of("b"));
        carried("a", apart, HostStatus.NEW);
        carried("b", ONE, HostStatus.NEW);
        table("a");
        table("b", grant(SELF));
        assertThat(why("a", SELF).cause()).isEqualTo("excluded");
        assertThat(why("a", SELF).sentences().get(0)).contains("where this is active: b");
        table("b2");
        carried("c", new SlotRule(Scope.GLOBAL, List.of("1"), Set.of("a")), HostStatus.NEW);
        table("c");
        assertThat(why("a", SELF).sentences()).anyMatch(sentence -> sentence.contains("waived"));
    }

    @Test
    void itTellsHowOftenAndWhyTheServiceFailed() {
        carried(
                "a",
                ONE,
                new HostStatus(State.PASSIVE, null, 0, PassivationReason.START_FAILED, 2, "no address", 700, null));
        table("a");
        Why why = why("a", SELF);
        assertThat(why.cause()).isEqualTo("failed");
        assertThat(why.sentences().get(1)).contains("2 times", "no address", "700 ms more");
    }

    @Test
    void itTellsWhoIsNearestAndWhoDoesNotCarryTheService() {
        onSelf.add(new ServiceDesk.Carried("s", null, 1, HostStatus.NEW));
        assertThat(why("s", SELF).cause()).isEqualTo("nearest");
        assertThat(why("s", OTHER).cause()).isEqualTo("not-carried");
        onOther.add(new ServiceDesk.Carried("s", null, 1, HostStatus.NEW));
        assertThat(List.of(why("s", SELF).cause(), why("s", OTHER).cause()))
                .containsExactlyInAnyOrder("nearest", "not-nearest");
    }

    @Test
    void itTellsWhenTheRecordCannotBeReadAndWhenTheNodeDoesNotAnswer() {
        carried("a", ONE, new HostStatus(State.PASSIVE, null, 0, null, 0, null, 0, "no owner"));
        assertThat(why("a", SELF).cause()).isEqualTo("unreadable");
        assertThat(why("a", SELF).sentences()).anyMatch(sentence -> sentence.contains("no owner"));
        assertThat(why("a", HostFixture.member(3)).cause()).isEqualTo("no-answer");
    }

    private Why why(String service, RingMember member) {
        return Why.of(
                service,
                member,
                new Insight(
                        HostFixture.ring(SELF, OTHER),
                        List.of(
                                new ServiceDesk.Report(SELF, false, List.copyOf(onSelf)),
                                new ServiceDesk.Report(OTHER, false, List.copyOf(onOther))),
                        new SlotRecords.Tables(List.copyOf(tables), List.of(), List.of())));
    }

    private void carried(String service, SlotRule rule, HostStatus status) {
        onSelf.add(new ServiceDesk.Carried(service, rule, 0, status));
        onOther.add(new ServiceDesk.Carried(service, rule, 0, HostStatus.NEW));
    }

    private void table(String service, SlotCommand... commands) {
        SlotTable table = SlotTable.of(List.of("1"), 0);
        for (SlotCommand command : commands) {
            table = ((SlotDecision.Changed) table.decide(command)).table();
        }
        tables.add(new PlacedTable(service, Place.EVERYWHERE, 1, table));
    }

    private static SlotCommand grant(RingMember member) {
        return new SlotCommand.Grant("1", Holder.of(member));
    }
}
