package dev.substrate.testkit.workload;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a {@link Nemesis} works with: the cluster, and chance.
 *
 * @param cluster whom to harm
 * @param random what to draw from: the same seed draws the same harm
 */
public record NemesisRun(TestCluster cluster, SplittableRandom random) {

    /** Waits. */
    public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    /** Draws one of the nodes that are alive. */
    public NodeHandle anyAlive() {
        List<NodeHandle> alive =
                cluster.nodes().stream().filter(NodeHandle::isAlive).toList();
        if (alive.isEmpty()) {
            throw new IllegalStateException("No node is alive");
        }
        return alive.get(random.nextInt(alive.size()));
    }

    /** Returns one for something that goes on beside others, with chances of its own. */
    NemesisRun split() {
        return new NemesisRun(cluster, random.split());
    }
}
