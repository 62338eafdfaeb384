package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BarriersTest {

    private static final Set<Integer> BOTH = Set.of(1, 2);

    private final Barriers barriers = new Barriers();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() {
        barriers.started(1, "first of 1");
        barriers.started(2, "first of 2");
    }

    @Test
    void thoseWhoWaitHearOfTheDeathOfWhomTheyWaitFor() {
        enter(1, "first of 1", 1);

        barriers.ended(2, "first of 2");

        assertThat(told).containsExactly("1: node 2 has ended");
    }

    @Test
    void theEndOfAFormerProcessIsNoneOfTheNodeThatWasStartedAgain() {
        barriers.started(2, "second of 2");
        enter(1, "first of 1", 1);

        barriers.ended(2, "first of 2");
        assertThat(told).isEmpty();

        enter(2, "second of 2", 1);
        assertThat(told).containsExactly("1: ", "2: ");
    }

    @Test
    void whoWaitedInAFormerProcessDoesNotCount() {
        enter(2, "first of 2", 1);
        barriers.started(2, "second of 2");
        barriers.ended(2, "first of 2");

        enter(1, "first of 1", 1);

        assertThat(told).containsExactly("2: node 2 has ended");
    }

    @Test
    void whoIsRefusedLeavesNoBarrierBehind() {
        barriers.enter(3, "first of 3", 1, "all", BOTH, refusal -> told.add("3: " + refusal));
        assertThat(told).singleElement().asString().startsWith("3: it waits for the nodes [1, 2], and node 3");

        barriers.enter(1, "first of 1", 2, "all", Set.of(1), refusal -> told.add("1: " + refusal));
        assertThat(told).hasSize(2).last().isEqualTo("1: ");
    }

    private void enter(int node, String process, long ticket) {
        barriers.enter(node, process, ticket, "all", BOTH, refusal -> told.add(node + ": " + refusal));
    }
}
