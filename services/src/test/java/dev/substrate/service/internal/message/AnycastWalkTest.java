package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions.Order;
import dev.substrate.message.AnycastOutcome.Answer;
import dev.substrate.message.AnycastOutcome.Ending;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.service.internal.message.AnycastWalk.Ask;
import dev.substrate.service.internal.message.AnycastWalk.Finished;
import dev.substrate.service.internal.message.AnycastWalk.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnycastWalkTest {

    private static final NodeId A = node(1, 1, 1);
    private static final NodeId B = node(1, 1, 2);

    @Test
    void whereNobodySubscribesNobodyIsAsked() {
        assertThat(new AnycastWalk(List.of(), 9, "x").next()).isEqualTo(new Finished(Ending.NOBODY, List.of(), "x"));
    }

    @Test
    void theServicesOfANodeAreAskedInTurnBeforeTheNextNode() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 9, "x");
        assertThat(walk.next()).isEqualTo(new Ask(A, "", "x"));
        assertThat(walk.judged("s1", Verdict.DECLINED, "full", null, true)).isEqualTo(new Ask(A, "s1", "x"));
        assertThat(walk.judged("s2", Verdict.FAILED, "broke", null, false)).isEqualTo(new Ask(B, "", "x"));
        assertThat(walk.judged("s1", Verdict.TAKEN, "", null, true))
                .isEqualTo(new Finished(
                        Ending.TAKEN,
                        List.of(
                                new Answer(A, "s1", Verdict.DECLINED, "full"),
                                new Answer(A, "s2", Verdict.FAILED, "broke"),
                                new Answer(B, "s1", Verdict.TAKEN, "")),
                        null));
    }

    @Test
    void theRestOfAPartIsOfferedOn() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 9, "10");
        walk.next();
        assertThat(walk.judged("s", Verdict.PART_TAKEN, "", "4", false)).isEqualTo(new Ask(B, "", "4"));
        Finished finished = (Finished) walk.judged("s", Verdict.PART_TAKEN, "", "1", false);
        assertThat(finished.ending()).isEqualTo(Ending.NOBODY);
        assertThat(finished.rest()).isEqualTo("1");
    }

    @Test
    void aNodeWithoutSubscribersIsNoAttempt() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 1, "x");
        walk.next();
        assertThat(walk.noneLeft()).isEqualTo(new Ask(B, "", "x"));
    }

    @Test
    void attemptsAreBounded() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 2, "x");
        walk.next();
        walk.judged("s1", Verdict.DECLINED, "", null, true);
        Finished finished = (Finished) walk.judged("s2", Verdict.DECLINED, "", null, false);
        assertThat(finished.ending()).isEqualTo(Ending.ATTEMPTS_SPENT);
        assertThat(finished.asked()).hasSize(2);
    }

    @Test
    void itGoesOnPastANodeThatWentAway() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 9, "x");
        walk.next();
        walk.proposed("s1");
        assertThat(walk.away("gone")).isEqualTo(new Ask(B, "", "x"));
        Finished finished = (Finished) walk.judged("s1", Verdict.TAKEN, "", null, false);
        assertThat(finished.asked()).extracting(Answer::verdict).containsExactly(Verdict.UNANSWERED, Verdict.TAKEN);
        assertThat(finished.asked().get(0)).isEqualTo(new Answer(A, "s1", Verdict.UNANSWERED, "gone"));
    }

    @Test
    void afterASilentSubscriberTheNextOneOnItsNodeIsAsked() {
        AnycastWalk walk = new AnycastWalk(List.of(A, B), 9, "x");
        walk.next();
        walk.proposed("s1");
        assertThat(walk.silent("2 s")).isEqualTo(new Ask(A, "s1", "x"));
        assertThat(walk.silent("2 s")).as("the node says nothing at all").isEqualTo(new Ask(B, "", "x"));
    }

    @Test
    void whoWasAskedWhenTheDeadlinePassedIsUnanswered() {
        AnycastWalk walk = new AnycastWalk(List.of(A), 9, "x");
        walk.next();
        walk.proposed("s1");
        assertThat(walk.timedOut("late"))
                .isEqualTo(
                        new Finished(Ending.TIMED_OUT, List.of(new Answer(A, "s1", Verdict.UNANSWERED, "late")), "x"));
    }

    @Test
    void aThousandNodesThatDeclineAreAskedOnceEach() {
        List<NodeId> nodes =
                IntStream.range(0, 1_000).mapToObj(i -> node(1, 1, i)).toList();
        AnycastWalk walk =
                new AnycastWalk(AnycastWalk.ordered(nodes, Order.RANDOM, A, new Random(1)), Integer.MAX_VALUE, "x");
        Set<NodeId> asked = new HashSet<>();
        Step step = walk.next();
        while (step instanceof Ask ask) {
            assertThat(asked.add(ask.node())).isTrue();
            step = walk.judged("s", Verdict.DECLINED, "", null, false);
        }
        assertThat(asked).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(((Finished) step).ending()).isEqualTo(Ending.NOBODY);
    }

    static NodeId node(int region, int zone, int number) {
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        // Spread, so that the order of the ids is not that of the numbers.
        new Random(number).nextBytes(random);
        random[16] = (byte) (number >> 8);
        random[17] = (byte) number;
        return NodeId.of(region, zone, random);
    }
}
