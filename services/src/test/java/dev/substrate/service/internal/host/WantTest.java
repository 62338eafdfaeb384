package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.OTHER;
import static dev.substrate.service.internal.host.HostFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.Holder;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantTest {

    private static final Ring BOTH = Ring.of(List.of(SELF, OTHER));

    @Test
    void whatIsActiveEverywhereIsActiveOnEachMemberThatDoesNotLeave() {
        assertThat(want(Activation.always(), BOTH, null, null)).isInstanceOf(Want.Active.class);
        assertThat(want(Activation.always(), Ring.of(List.of(OTHER)), null, null))
                .isInstanceOf(Want.Unknown.class);
        assertThat(leaving(Activation.always(), BOTH, null)).isEqualTo(passive(PassivationReason.NODE_LEAVES));
    }

    @Test
    void onlyAKnownTableMakesTheHolderOfASlotActive() {
        Activation one = Activation.slots(1);
        assertThat(want(one, BOTH, null, null)).isInstanceOf(Want.Unknown.class);
        assertThat(want(one, BOTH, heldBy(OTHER, null), null)).isInstanceOf(Want.Unknown.class);
        assertThat(want(one, BOTH, heldBy(SELF, null), null)).isInstanceOf(Want.Active.class);
    }

    @Test
    void anEarlierLifeOfTheNodeHoldsNothingForThisOne() {
        RingMember before = new RingMember(SELF.node(), SELF.incarnation() - 1, SELF.number(), SELF.address());
        assertThat(want(Activation.slots(1), BOTH, heldBy(before, null), null)).isInstanceOf(Want.Unknown.class);
    }

    @Test
    void aSlotThatIsWantedBackMakesPassiveForThatReason() {
        assertThat(want(Activation.slots(1), BOTH, heldBy(SELF, PassivationReason.MOVED), null))
                .isEqualTo(passive(PassivationReason.MOVED));
        assertThat(leaving(Activation.slots(1), BOTH, heldBy(SELF, PassivationReason.MOVED)))
                .isEqualTo(passive(PassivationReason.NODE_LEAVES));
    }

    @Test
    void whatFollowsPointsIsActiveOnTheNearestOfThoseThatCarryItAndAreMembers() {
        Activation point = Activation.supernode(1);
        assertThat(want(point, BOTH, null, null)).isInstanceOf(Want.Unknown.class);
        assertThat(want(point, BOTH, null, Ring.of(List.of(SELF)))).isInstanceOf(Want.Active.class);
        assertThat(want(point, BOTH, null, Ring.of(List.of(OTHER)))).isEqualTo(passive(PassivationReason.NOT_NEAREST));
        assertThat(List.of(want(SELF, point, BOTH), want(OTHER, point, BOTH)))
                .containsExactlyInAnyOrder(Want.Active.ACTIVE, passive(PassivationReason.NOT_NEAREST));
        assertThat(List.of(want(SELF, point, Ring.of(List.of(SELF))), want(OTHER, point, Ring.of(List.of(OTHER)))))
                .as("carriers that are not members do not count")
                .containsOnly(Want.Active.ACTIVE);
    }

    private static Want want(Activation activation, Ring ring, @Nullable SlotTable table, @Nullable Ring carriers) {
        return Want.of("greeter", activation, SELF, ring, table, carriers, false);
    }

    private static Want want(RingMember self, Activation activation, Ring ring) {
        return Want.of("greeter", activation, self, ring, null, BOTH, false);
    }

    private static Want leaving(Activation activation, Ring ring, @Nullable SlotTable table) {
        return Want.of("greeter", activation, SELF, ring, table, null, true);
    }

    private static SlotTable heldBy(RingMember member, @Nullable PassivationReason wanted) {
        return new SlotTable(List.of(new Slot("1", 1, Holder.of(member), wanted, false)), 1, List.of(), Map.of());
    }

    private static Want passive(PassivationReason reason) {
        return new Want.Passive(reason);
    }
}
