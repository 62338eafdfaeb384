package dev.substrate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.substrate.benchmark.node.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlansTest {

    private static final List<Engine> BOTH = List.of(Engine.values());

    @Test
    void allOfItTakesLessThanFortyMinutes() {
        assertThat(sum(FencingPlan.full(BOTH).expected())
                        .plus(sum(KneePlan.full(BOTH).expected()))
                        .plus(sum(ClusterPlan.full(BOTH).expected()))
                        .plus(sum(PeersPlan.full().expected()))
                        .plus(sum(ClientPlan.full(BOTH).expected())))
                .isLessThan(Duration.ofMinutes(40));
    }

    @Test
    void theQuickOneTakesLessThanEightMinutes() {
        assertThat(sum(FencingPlan.quick(BOTH).expected())
                        .plus(sum(KneePlan.quick(BOTH).expected()))
                        .plus(sum(ClusterPlan.quick(BOTH).expected()))
                        .plus(sum(PeersPlan.quick().expected()))
                        .plus(sum(ClientPlan.quick(BOTH).expected())))
                .isLessThan(Duration.ofMinutes(8));
    }

    @Test
    void fencingIsMeasuredUnderEveryLoad() {
        assertThat(FencingPlan.full(BOTH).cells()).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void theOperationsUnderWayAreSharedByTheNodes() {
        ClusterPlan plan = ClusterPlan.full(BOTH);
        assertThat(IntStream.range(0, plan.nodes()).map(plan::outstandingIn)).containsExactly(86, 85, 85);
    }

    @Test
    void twoThirdsOfTheOperationsCrossNodesIfAllOwnAsMuch() {
        assertThat(ClusterRun.crossing(List.of(10L, 10L, 10L), List.of(5, 5, 5)))
                .isCloseTo(2 / 3.0, within(1e-9));
        assertThat(ClusterRun.crossing(List.of(30L, 0L, 0L), List.of(5, 0, 0))).isZero();
    }

    private static Duration sum(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
