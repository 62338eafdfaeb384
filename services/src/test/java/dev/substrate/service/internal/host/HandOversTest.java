package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.OTHER;
import static dev.substrate.service.internal.host.HostFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandOversTest {

    private static final RingMember THIRD = HostFixture.member(3);
    private static final Ring ALL = Ring.of(List.of(SELF, OTHER, THIRD));

    @Test
    void onlyReachableMembersThatAreActiveAndShouldNotBeAreAsked() {
        assertThat(HandOvers.before(ALL, SELF.node(), Set.of(SELF.node()), Set.of(OTHER.node())))
                .containsExactly(OTHER);
        assertThat(HandOvers.before(
                        ALL, SELF.node(), Set.of(SELF.node(), OTHER.node()), Set.of(SELF.node(), OTHER.node())))
                .isEmpty();
        assertThat(HandOvers.before(
                        Ring.of(List.of(SELF, THIRD)), SELF.node(), Set.of(SELF.node()), Set.of(OTHER.node())))
                .isEmpty();
    }
}
