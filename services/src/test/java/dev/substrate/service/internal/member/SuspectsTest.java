package dev.substrate.service.internal.member;

import static dev.substrate.service.internal.member.MemberChange.DEPARTURE;
import static dev.substrate.service.internal.member.Members.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private final Set<Life> present = new HashSet<>();
    private final Suspects suspects = new Suspects(present::contains);
    private final Life life = Life.of(member(1));

    @Test
    void aLifeIsOverThatIsNotSeenInThreeLooks() {
        suspects.found(life);

        assertThat(suspects.tick()).isEmpty();
        assertThat(suspects.tick()).isEmpty();
        assertThat(suspects.tick()).containsExactly(life);
        assertThat(suspects.tick()).isEmpty();
    }

    @Test
    void aLifeThatIsSeenAMomentLaterIsNotOver() {
        suspects.found(life);
        suspects.tick();
        present.add(life);

        assertThat(suspects.tick()).isEmpty();
        present.clear();
        assertThat(suspects.tick()).isEmpty();
    }

    @Test
    void whatIsThereOrSettledIsNotSuspected() {
        Life settled =
                life.claim(DEPARTURE, Set.of(""), member(2), any -> true).next().done(DEPARTURE, Set.of(""), member(2));
        suspects.found(settled);
        present.add(life);
        suspects.found(life);
        present.clear();

        for (int tick = 0; tick < 5; tick++) {
            assertThat(suspects.tick()).isEmpty();
        }
    }
}
