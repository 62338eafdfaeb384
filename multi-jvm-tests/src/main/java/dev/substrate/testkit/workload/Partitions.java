package dev.substrate.testkit.workload;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.network.Link;
import dev.substrate.testkit.network.Network;
import dev.substrate.testkit.network.Rhythm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Nemeses that cut the network for a while and heal it, all of it: nodes are drawn, shapes are given. For tests with a
 * {@link dev.substrate.testkit.ClusterTest#network}. A node may be removed by the others meanwhile and end by itself; {@link
 * Nemesis#recovery} waits for that and starts it again.
 */
public final class Partitions {

    private Partitions() {}

    /** Cuts some nodes off from the rest: one of three for 2/1, two of five for 3/2. */
    public static Nemesis split(int cutOff, Duration duration) {
        return cut(duration, (run, nodes) -> run.cluster().network().partition(set(nodes.subList(0, cutOff))));
    }

    /** Cuts one direction between two nodes. */
    public static Nemesis oneWay(Duration duration) {
        return cut(duration, (run, nodes) -> run.cluster().network().oneWay(nodes.get(0), nodes.get(1)));
    }

    /** Cuts two groups off from each other, and lets one node between them see both. */
    public static Nemesis bridge(Duration duration) {
        return cut(duration, (run, nodes) -> {
            int middle = nodes.size() / 2;
            run.cluster()
                    .network()
                    .bridge(
                            set(nodes.subList(0, middle)),
                            Set.of(nodes.get(middle)),
                            set(nodes.subList(middle + 1, nodes.size())));
        });
    }

    /** Cuts and heals the links of one node, both directions of each, again and again. */
    public static Nemesis flapping(Duration duration) {
        return cut(duration, (run, nodes) -> {
            Network network = run.cluster().network();
            int flapping = nodes.get(0);
            List<Link> links = new ArrayList<>();
            for (int other : nodes.subList(1, nodes.size())) {
                links.add(network.link(flapping, other));
                links.add(network.link(other, flapping));
            }
            network.flap(Rhythm.seeded(run.random().nextLong()), links.toArray(Link[]::new));
        });
    }

    /**
     * Lets a node stand still, and keeps it cut off for a while after it goes on. If it stood still for longer than the
     * others wait for a member that does not answer, they have removed it and it cannot hear of that: it goes on as what it
     * was, an owner among owners. This is what fencing is for.
     */
    public static Nemesis zombie(Duration standsStill, Duration cutOffAfterwards) {
        return run -> {
            NodeHandle node = run.anyAlive();
            expectExits(run);
            run.cluster().network().isolate(node.number());
            node.pause();
            run.pause(standsStill);
            node.resume();
            run.pause(cutOffAfterwards);
            run.cluster().network().heal();
        };
    }

    private interface Cut {
        void of(NemesisRun run, List<Integer> shuffledNodes);
    }

    private static Nemesis cut(Duration duration, Cut cut) {
        return run -> {
            List<Integer> nodes = new ArrayList<>(
                    IntStream.rangeClosed(1, run.cluster().nodes().size())
                            .boxed()
                            .toList());
            Collections.shuffle(nodes, new Random(run.random().nextLong()));
            expectExits(run);
            cut.of(run, nodes);
            run.pause(duration);
            run.cluster().network().heal();
        };
    }

    /** Whom the others remove ends, and nobody can say who that will be. */
    private static void expectExits(NemesisRun run) {
        run.cluster().nodes().stream().filter(NodeHandle::isAlive).forEach(NodeHandle::expectExit);
    }

    private static Set<Integer> set(List<Integer> nodes) {
        return new TreeSet<>(nodes);
    }
}
