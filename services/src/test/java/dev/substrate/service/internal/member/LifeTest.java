package dev.substrate.service.internal.member;

import static dev.substrate.service.internal.member.MemberChange.ARRIVAL;
import static dev.substrate.service.internal.member.MemberChange.DEPARTURE;
import static dev.substrate.service.internal.member.Members.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.common.EntityCodec;
import dev.substrate.ring.RingMember;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final RingMember GONE = member(1);
    private static final RingMember TWO = member(2);
    private static final RingMember THREE = member(3);
    private static final Set<String> BOTH = Set.of("a", "b");

    @Test
    void theFirstClaimantHandlesIt() {
        Life.Claim first = Life.of(GONE).claim(DEPARTURE, BOTH, TWO, life -> true);
        Life.Claim second = first.next().claim(DEPARTURE, BOTH, THREE, life -> true);

        assertThat(first.granted()).isEqualTo(BOTH);
        assertThat(second.granted()).isEmpty();
        assertThat(second.next()).isEqualTo(first.next());
    }

    @Test
    void servicesOfDifferentNodesAreHandledByDifferentNodes() {
        Life claimed =
                Life.of(GONE).claim(DEPARTURE, Set.of("a"), TWO, life -> true).next();

        assertThat(claimed.claim(DEPARTURE, BOTH, THREE, life -> true).granted())
                .containsExactly("b");
    }

    @Test
    void aClaimOfWhichItsNodeDidNotHearIsStillItsOwn() {
        Life claimed = Life.of(GONE).claim(DEPARTURE, BOTH, TWO, life -> true).next();

        assertThat(claimed.claim(DEPARTURE, BOTH, TWO, life -> true).granted()).isEqualTo(BOTH);
    }

    @Test
    void aHandlerThatDepartedItselfIsReplaced() {
        Life claimed = Life.of(GONE).claim(DEPARTURE, BOTH, TWO, life -> true).next();

        Life.Claim claim = claimed.claim(DEPARTURE, BOTH, THREE, life -> life != TWO.incarnation());

        assertThat(claim.granted()).isEqualTo(BOTH);
        // Should it still be there after all, what it does is not taken for done.
        assertThat(claim.next().done(DEPARTURE, BOTH, TWO)).isEqualTo(claim.next());
        assertThat(claim.next().done(DEPARTURE, BOTH, THREE).settled(DEPARTURE)).isTrue();
    }

    @Test
    void anotherLifeOfTheHandlersNodeIsAnotherHandler() {
        Life claimed = Life.of(GONE).claim(DEPARTURE, BOTH, TWO, life -> true).next();
        RingMember restarted = member(2, 77);

        assertThat(claimed.claim(DEPARTURE, BOTH, restarted, life -> true).granted())
                .isEmpty();
        assertThat(claimed.claim(DEPARTURE, BOTH, restarted, life -> life == 77).granted())
                .isEqualTo(BOTH);
    }

    @Test
    void whatIsDoneIsNotHandledAgain() {
        Life done =
                Life.of(GONE).claim(DEPARTURE, BOTH, TWO, life -> true).next().done(DEPARTURE, Set.of("a"), TWO);

        assertThat(done.claim(DEPARTURE, BOTH, THREE, life -> false).granted()).containsExactly("b");
        assertThat(done.claim(DEPARTURE, BOTH, TWO, life -> true).granted()).containsExactly("b");
        assertThat(done.settled(DEPARTURE)).isFalse();
        assertThat(done.settled(DEPARTURE, Set.of("a"))).isTrue();
    }

    @Test
    void arrivalsAndDeparturesAreDifferentDuties() {
        Life arrived =
                Life.of(GONE).claim(ARRIVAL, BOTH, TWO, life -> true).next().done(ARRIVAL, BOTH, TWO);

        assertThat(arrived.settled(ARRIVAL)).isTrue();
        assertThat(arrived.settled(DEPARTURE)).isFalse();
        assertThat(arrived.claim(DEPARTURE, BOTH, THREE, life -> true).granted())
                .isEqualTo(BOTH);
    }

    @Test
    void nothingIsSettledThatNobodyBegan() {
        assertThat(Life.of(GONE).settled(DEPARTURE)).isFalse();
    }

    @Test
    void itIsReadableJson() {
        Life life =
                Life.of(GONE).claim(DEPARTURE, Set.of("a"), TWO, any -> true).next();

        assertThat(new EntityCodec().encode(life).text())
                .isEqualTo("{\"node\":\"" + GONE.node() + "\",\"incarnation\":\"1\",\"number\":1,"
                        + "\"address\":\"127.0.0.1:2551\",\"arrival\":{},\"departure\":{\"a\":{\"handler\":\""
                        + TWO.node() + "\",\"incarnation\":\"2\",\"done\":false}}}");
    }
}
