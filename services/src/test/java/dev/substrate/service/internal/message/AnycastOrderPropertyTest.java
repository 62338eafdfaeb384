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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AnycastOrderPropertyTest {

    @Property
    void bothOrdersAreThereWithEachNodeOnce(
            @ForAll @IntRange(max = 40) int count, @ForAll long seed, @ForAll Order order) {
        List<NodeId> nodes = nodes(count, new Random(seed));
        NodeId self = AnycastWalkTest.node(1, 1, 999);
        assertThat(AnycastWalk.ordered(nodes, order, self, new Random(seed)))
                .containsExactlyInAnyOrderElementsOf(nodes);
    }

    @Property
    void nearOnesComeFirst(@ForAll @IntRange(max = 40) int count, @ForAll long seed) {
        List<NodeId> nodes = nodes(count, new Random(seed));
        NodeId self = count == 0 ? AnycastWalkTest.node(1, 1, 999) : nodes.get(0);
        List<Integer> distances = AnycastWalk.ordered(nodes, Order.NEAR_FIRST, self, new Random(seed)).stream()
                .map(node ->
                        node.equals(self) ? 0 : node.region() != self.region() ? 3 : node.zone() != self.zone() ? 2 : 1)
                .toList();
        assertThat(distances).isSorted();
    }

    @Property
    void everyWalkEndsAndReportsWhomItAsked(
            @ForAll @IntRange(max = 12) int count,
            @ForAll @IntRange(min = 1, max = 30) int attemptsMax,
            @ForAll @Size(max = 60) List<@IntRange(max = 6) Integer> events) {
        List<NodeId> nodes = nodes(count, new Random(count));
        AnycastWalk walk = new AnycastWalk(nodes, attemptsMax, "0");
        Step step = walk.next();
        int told = 0;
        int parts = 0;
        List<NodeId> visited = new ArrayList<>();
        while (step instanceof Ask ask) {
            assertThat(ask.entity()).isEqualTo(Integer.toString(parts));
            if (visited.isEmpty() || !visited.get(visited.size() - 1).equals(ask.node())) {
                assertThat(visited).as("no node is visited twice").doesNotContain(ask.node());
                visited.add(ask.node());
            }
            int event = told < events.size() ? events.get(told) : 3;
            told++;
            step = switch (event) {
                case 0 -> walk.judged("s" + told, Verdict.DECLINED, "", null, true);
                case 1 -> walk.judged("s" + told, Verdict.PART_TAKEN, "", Integer.toString(++parts), false);
                case 2 -> walk.away("gone");
                case 4 -> walk.silent("silent");
                case 5 -> walk.judged("s" + told, Verdict.TAKEN, "", null, true);
                case 6 -> walk.judged("s" + told, Verdict.FAILED, "", null, true);
                default -> walk.noneLeft();
            };
        }
        Finished finished = (Finished) step;
        assertThat(finished.asked()).hasSizeLessThanOrEqualTo(attemptsMax);
        boolean taken = finished.asked().stream().map(Answer::verdict).anyMatch(Verdict.TAKEN::equals);
        assertThat(finished.ending() == Ending.TAKEN).isEqualTo(taken);
        assertThat(finished.rest()).isEqualTo(taken ? null : Integer.toString(parts));
        if (finished.ending() == Ending.NOBODY) {
            assertThat(visited).containsExactlyElementsOf(nodes);
        } else if (finished.ending() == Ending.ATTEMPTS_SPENT) {
            assertThat(finished.asked()).hasSize(attemptsMax);
        }
    }

    private static List<NodeId> nodes(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> AnycastWalkTest.node(1 + random.nextInt(2), 1 + random.nextInt(2), i))
                .toList();
    }
}
