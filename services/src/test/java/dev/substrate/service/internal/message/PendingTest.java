package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.id.NodeId;
import dev.substrate.ring.RingMember;
import org.junit.jupiter.api.Test;

class PendingTest {

    private static final NodeId NODE = NodeId.of(1, 1, new byte[NodeId.RANDOM_BYTES]);
    private static final RingMember OLD = new RingMember(NODE, 1, 1, "a:1");
    private static final RingMember NEW = new RingMember(NODE, 2, 1, "a:1");

    private final Pending<String> pending = new Pending<>(Long.MAX_VALUE - 50);

    @Test
    void anAnswerFindsItsCallOnce() {
        long number = pending.add("a", OLD, 10);
        assertThat(pending.find(number)).isPresent();
        assertThat(pending.remove(number))
                .hasValueSatisfying(sent -> assertThat(sent.call()).isEqualTo("a"));
        assertThat(pending.remove(number)).isEmpty();
        assertThat(pending.size()).isZero();
    }

    @Test
    void anAnswerToAnEarlierAttemptFindsNothing() {
        long first = pending.add("a", OLD, 10);
        pending.remove(first);
        long second = pending.add("a", OLD, 10);
        assertThat(second).isNotEqualTo(first);
        assertThat(pending.find(first)).isEmpty();
    }

    @Test
    void whatHasWaitedLongEnoughExpiresInTheOrderOfDeadlinesAlsoWhereTheClockWraps() {
        long now = Long.MAX_VALUE - 50;
        pending.add("late", OLD, now + 100);
        pending.add("soon", OLD, now + 10);
        pending.add("soon as well", OLD, now + 10);
        assertThat(pending.expired(now + 9)).isEmpty();
        assertThat(pending.expired(now + 10)).extracting(Pending.Sent::call).containsExactly("soon", "soon as well");
        assertThat(pending.expired(now + 99)).isEmpty();
        assertThat(pending.expired(now + 100)).extracting(Pending.Sent::call).containsExactly("late");
        assertThat(pending.size()).isZero();
    }

    @Test
    void theEndOfOneLifeOfANodeEndsNothingThatWasSentToTheNext() {
        pending.add("old", OLD, 10);
        pending.add("new", NEW, 10);
        assertThat(pending.lostWith(OLD)).extracting(Pending.Sent::call).containsExactly("old");
        assertThat(pending.size()).isEqualTo(1);
        assertThat(pending.lostWith(NEW)).extracting(Pending.Sent::call).containsExactly("new");
    }
}
