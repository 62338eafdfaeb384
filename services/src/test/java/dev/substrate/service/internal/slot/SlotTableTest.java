package dev.substrate.service.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.SlotDecision.Changed;
import dev.substrate.service.internal.slot.SlotDecision.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {

    private final SlotTable fresh = SlotTable.of(List.of("1", "2"), 0);

    @Test
    void aFreeSlotIsGrantedUnderATokenGreaterThanAllBefore() {
        SlotTable one = after(fresh, new SlotCommand.Grant("1", Nodes.holder(1)));
        SlotTable both = after(one, new SlotCommand.Grant("2", Nodes.holder(2)));

        assertThat(both.holds(1, Nodes.member(1).incarnation())).isTrue();
        assertThat(both.holds(2, Nodes.member(2).incarnation())).isTrue();
        assertThat(both.holds(1, Nodes.member(2).incarnation())).isFalse();
        assertThat(both.lastToken()).isEqualTo(2);
    }

    @Test
    void aTokenThatWasGivenBackIsNeverHeldAgain() {
        SlotTable granted = after(fresh, new SlotCommand.Grant("1", Nodes.holder(1)));
        SlotTable back = after(granted, new SlotCommand.GiveBack(1, false));
        SlotTable again = after(back, new SlotCommand.Grant("1", Nodes.holder(1)));

        assertThat(again.holds(1, Nodes.member(1).incarnation())).isFalse();
        assertThat(again.decide(new SlotCommand.GiveBack(1, false))).isEqualTo(Refused.NOT_HELD);
        assertThat(again.holds(2, Nodes.member(1).incarnation())).isTrue();
    }

    @Test
    void aNodeHoldsOneSlotOfATableAlsoUnderAnEarlierLife() {
        SlotTable granted = after(fresh, new SlotCommand.Grant("1", Holder.of(Nodes.member(1, 1))));

        assertThat(granted.decide(new SlotCommand.Grant("2", Holder.of(Nodes.member(1, 2)))))
                .isEqualTo(Refused.HOLDS_ANOTHER);
        assertThat(granted.decide(new SlotCommand.Grant("1", Nodes.holder(2)))).isEqualTo(Refused.HELD);
    }

    @Test
    void aRemovedSlotStaysUntilItIsGivenBack() {
        SlotTable granted = after(fresh, new SlotCommand.Grant("2", Nodes.holder(1)));
        SlotTable smaller = after(granted, new SlotCommand.Resize(List.of("1")));

        assertThat(smaller.names()).containsExactly("1");
        assertThat(smaller.holds(1, Nodes.member(1).incarnation())).isTrue();
        assertThat(smaller.heldBy(Nodes.member(1).incarnation()).orElseThrow().wanted())
                .isEqualTo(PassivationReason.SLOT_REMOVED);
        assertThat(after(smaller, new SlotCommand.GiveBack(1, false)).slots())
                .extracting(Slot::name)
                .containsExactly("1");
    }

    @Test
    void aTableGrowsAndShrinksByTheLastNames() {
        SlotTable named = SlotTable.of(List.of("10.0.0.1", "2"), 0);

        assertThat(named.namesFor(4)).containsExactly("10.0.0.1", "2", "1", "3");
        assertThat(named.namesFor(1)).containsExactly("10.0.0.1");
        assertThat(named.decide(new SlotCommand.Resize(List.of("a", "a")))).isEqualTo(Refused.BAD_NAMES);
    }

    @Test
    void aBarredNodeIsAskedForItsSlotAndGetsNoOther() {
        SlotTable granted = after(fresh, new SlotCommand.Grant("1", Nodes.holder(1)));
        SlotTable barred = after(granted, new SlotCommand.Bar(Nodes.holder(1).node()));

        assertThat(barred.heldBy(Nodes.member(1).incarnation()).orElseThrow().wanted())
                .isEqualTo(PassivationReason.DEACTIVATED);
        SlotTable back = after(barred, new SlotCommand.GiveBack(1, false));
        assertThat(back.decide(new SlotCommand.Grant("1", Nodes.holder(1)))).isEqualTo(Refused.BARRED);
        SlotTable letIn = after(back, new SlotCommand.Unbar(Nodes.holder(1).node()));
        assertThat(letIn.decide(new SlotCommand.Grant("1", Nodes.holder(1)))).isInstanceOf(Changed.class);
    }

    @Test
    void failuresAreCountedUntilTheServiceHasProvenItself() {
        String node = Nodes.holder(1).node();
        SlotTable table = fresh;
        for (int i = 1; i <= 3; i++) {
            table = after(table, new SlotCommand.Grant("1", Nodes.holder(1)));
            table = after(table, new SlotCommand.GiveBack(i, true));
        }
        assertThat(table.failures()).isEqualTo(Map.of(node, 3));
        assertThat(after(table, new SlotCommand.Proven(node)).failures()).isEmpty();
    }

    @Test
    void theTokensOfATableThatWasDeletedLieBelowThoseOfItsSuccessor() {
        SlotTable old = fresh;
        for (int i = 1; i <= 7; i++) {
            old = after(old, new SlotCommand.Grant("1", Nodes.holder(1)));
            old = after(old, new SlotCommand.GiveBack(i, false));
        }
        assertThat(SlotTable.of(List.of("1"), 8).lastToken()).isGreaterThan(old.lastToken());
    }

    @Test
    void aTableSurvivesItsTextAndABrokenTextIsRefused() throws Exception {
        ObjectMapper json = new ObjectMapper();
        SlotTable table = after(
                after(
                        after(fresh, new SlotCommand.Grant("1", Nodes.holder(1))),
                        new SlotCommand.WantBack(1, PassivationReason.MOVED)),
                new SlotCommand.Bar(Nodes.holder(2).node()));
        String text = json.writeValueAsString(table);

        assertThat(json.readValue(text, SlotTable.class)).isEqualTo(table);
        assertThatThrownBy(() -> json.readValue(text.replace("\"lastToken\":1", "\"lastToken\":0"), SlotTable.class))
                .hasMessageContaining("never granted");
    }

    static SlotTable after(SlotTable table, SlotCommand command) {
        SlotDecision decision = table.decide(command);
        assertThat(decision).as("%s", command).isInstanceOf(Changed.class);
        return ((Changed) decision).table();
    }
}
