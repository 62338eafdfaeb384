package dev.substrate.service.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.Holder;
import dev.substrate.service.internal.slot.Slot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpentTest {

    private static final Spent THREE = Spent.NONE.givenBack(3, true);

    @Test
    void aSlotIsStartedWithUnderANewTokenOnly() {
        assertThat(THREE.next(slot(4), Want.Active.ACTIVE, false, true)).isEqualTo(Spent.Next.Start.START);
        assertThat(THREE.next(slot(3), Want.Active.ACTIVE, false, true)).isEqualTo(new Spent.Next.GiveBack(true));
        assertThat(THREE.next(slot(2), Want.Active.ACTIVE, false, true)).isEqualTo(new Spent.Next.GiveBack(true));
    }

    @Test
    void anOlderTokenChangesNothing() {
        assertThat(THREE.givenBack(2, false)).isEqualTo(THREE);
        assertThat(THREE.givenBack(3, false)).isEqualTo(THREE);
        assertThat(THREE.givenBack(4, false)).isEqualTo(new Spent(4, false));
    }

    @Test
    void whatWasLostIsSpentToo() {
        assertThat(Spent.NONE.lost(3).next(slot(3), Want.Active.ACTIVE, false, true))
                .isEqualTo(new Spent.Next.GiveBack(false));
        assertThat(THREE.lost(2)).isEqualTo(THREE);
    }

    @Test
    void aSlotThatIsWantedBackOrThatNobodyCanUseIsGivenBack() {
        assertThat(Spent.NONE.next(
                        slot(1, PassivationReason.MOVED), new Want.Passive(PassivationReason.MOVED), false, true))
                .isEqualTo(new Spent.Next.GiveBack(false));
        assertThat(Spent.NONE.next(slot(1), Want.Active.ACTIVE, false, false))
                .as("a behaviour that is gone has failed")
                .isEqualTo(new Spent.Next.GiveBack(true));
        assertThat(Spent.NONE.next(slot(1), new Want.Passive(PassivationReason.NODE_LEAVES), true, false))
                .as("on a node that leaves that is no failure")
                .isEqualTo(new Spent.Next.GiveBack(false));
    }

    @Test
    void aNodeThatIsNoMemberWaits() {
        assertThat(Spent.NONE.next(slot(1), Want.Unknown.UNKNOWN, false, true)).isEqualTo(Spent.Next.Wait.WAIT);
    }

    private static Slot slot(long token) {
        return slot(token, null);
    }

    private static Slot slot(long token, @Nullable PassivationReason wanted) {
        return new Slot("1", token, Holder.of(HostFixture.SELF), wanted, false);
    }
}
