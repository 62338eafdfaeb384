package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The members of a cluster, asked inside its nodes. */
final class Members {

    private static final Duration REMOVED_WITHIN = Duration.ofSeconds(60);

    private Members() {}

    /** Returns the members that a node sees, each with its status, in order. */
    static List<String> asSeenBy(NodeHandle node) {
        return node.call(Members::here);
    }

    private static List<String> here(NodeContext context) {
        TreeSet<String> members = new TreeSet<>();
        for (Member member : Cluster.get(node(context).system()).state().getMembers()) {
            members.add(member.uniqueAddress() + " " + member.status());
        }
        return List.copyOf(members);
    }

    /**
     * Pauses a node of a whole cluster for so many seconds, and on until all others have removed it: a shorter pause would
     * not end it. Returns after it was woken.
     */
    static void pauseUntilRemoved(TestCluster cluster, NodeHandle sleeper, long seconds) throws InterruptedException {
        sleeper.expectExit();
        sleeper.pause();
        TimeUnit.SECONDS.sleep(seconds); // the pause is the fault itself
        awaitRemoved(cluster, sleeper);
        sleeper.resume();
    }

    /** Waits until all other nodes of a whole cluster have removed one that is paused. */
    static void awaitRemoved(TestCluster cluster, NodeHandle sleeper) {
        List<NodeHandle> others = cluster.nodesExcept(sleeper);
        cluster.await(
                "the others have removed the paused node",
                REMOVED_WITHIN,
                () -> others.stream().allMatch(other -> asSeenBy(other).size() == others.size()));
    }
}
