package dev.substrate.testkit.workload;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Does harm to a cluster for a while: kills, pauses, cuts. Composed of others in {@link #sequence} and in {@link #parallel}.
 * What it draws, it draws from the seed of the cluster, so that a run can be repeated; what it leaves broken, {@link Trial}
 * heals.
 *
 * <pre>{@code
 * Nemesis.repeat(5, Nemesis.sequence(
 *         Nemesis.quiet(Duration.ofSeconds(1)),
 *         Nemesis.kill(Duration.ofSeconds(2)),
 *         Nemesis.pause(Duration.ofSeconds(15))))
 * }</pre>
 */
@FunctionalInterface
public interface Nemesis {

    /** Does its harm, and returns when it has done enough; when it is interrupted, it may leave things broken. */
    void run(NemesisRun run) throws Exception;

    /** Harms nobody for a while. */
    static Nemesis quiet(Duration duration) {
        return run -> run.pause(duration);
    }

    /**
     * Waits until all nodes are alive and ready and take each other for members, and starts those again that have ended:
     * what comes next meets a whole cluster. Harm that follows on harm without this may leave too few nodes; if it left no
     * cluster at all, all nodes are started anew, see {@link TestCluster#recover}.
     */
    static Nemesis recovery(Duration within) {
        return run -> run.cluster().await("all nodes are ready again, members of one cluster", within, () -> {
            // Not a wait for each: one that is alive now may be about to end.
            run.cluster().recover();
            run.cluster()
                    .nodes()
                    .forEach(node -> requireMemberAmong(run.cluster().nodes(), node));
            return true;
        });
    }

    private static void requireMemberAmong(List<NodeHandle> all, NodeHandle node) {
        if (!node.isReady()) {
            throw new IllegalStateException(node + ", not ready");
        }
        // One that was removed while it stood still finds itself ready until it hears of that: the others know.
        Set<Integer> members = node.members();
        if (members.size() < all.size()) {
            throw new IllegalStateException(node + " and sees " + new TreeSet<>(members));
        }
    }

    /** Kills a node, any one that is alive, and starts it again after a while; does not wait until it is ready. */
    static Nemesis kill(Duration down) {
        return run -> {
            NodeHandle node = run.anyAlive();
            node.kill();
            run.pause(down);
            node.start();
        };
    }

    /** Kills all nodes at once, and starts them again after a while. */
    static Nemesis killAll(Duration down) {
        return run -> {
            run.cluster().killAll();
            run.pause(down);
            run.cluster().startAll();
        };
    }

    /**
     * Stops a node in time, any one that is alive, and lets it go on after a while. If that is longer than the others wait
     * for a member that does not answer, it is removed meanwhile, and its process may end: it is started again then.
     */
    static Nemesis pause(Duration duration) {
        return run -> {
            NodeHandle node = run.anyAlive();
            node.pause();
            node.expectExit();
            run.pause(duration);
            node.resume();
        };
    }

    /** Stops each node in its turn in an orderly way, starts it again, and waits until it is ready before the next one's turn. */
    static Nemesis rollingRestart(Duration readyWithin) {
        return run -> {
            for (NodeHandle node : run.cluster().nodes()) {
                node.restart();
                node.awaitReady(readyWithin);
            }
        };
    }

    /**
     * Lets nodes come and go: each time one that is alive is stopped or killed, or one that is not is started. More than half of
     * them are always alive.
     *
     * @param times how often
     * @param pause how long between two times
     */
    static Nemesis churn(int times, Duration pause) {
        return repeat(times, run -> {
            List<NodeHandle> all = run.cluster().nodes();
            List<NodeHandle> dead = all.stream().filter(node -> !node.isAlive()).toList();
            boolean mayLose = 2 * (all.size() - dead.size() - 1) > all.size();
            if (!dead.isEmpty() && (!mayLose || run.random().nextBoolean())) {
                dead.get(run.random().nextInt(dead.size())).start();
            } else if (mayLose && run.random().nextBoolean()) {
                run.anyAlive().kill();
            } else if (mayLose) {
                run.anyAlive().stop();
            }
            run.pause(pause);
        });
    }

    /**
     * Does something to the cluster and undoes it after a while.
     *
     * @param harm what to do; it notes itself in the events of the cluster
     */
    static Nemesis fault(Harm harm, Harm undo, Duration duration) {
        return run -> {
            harm.to(run.cluster());
            run.pause(duration);
            undo.to(run.cluster());
        };
    }

    /** Something that is done to a cluster. */
    @FunctionalInterface
    interface Harm {

        /** Does it. */
        void to(TestCluster cluster) throws Exception;
    }

    /** One after the other. */
    static Nemesis sequence(Nemesis... parts) {
        return run -> {
            for (Nemesis part : parts) {
                part.run(run);
            }
        };
    }

    /** Several times, one after the other. */
    static Nemesis repeat(int times, Nemesis part) {
        return run -> {
            for (int i = 0; i < times; i++) {
                part.run(run);
            }
        };
    }

    /** All at the same time; ends when all have ended, or with the first that fails. */
    static Nemesis parallel(Nemesis... parts) {
        return run -> {
            // Split before they start, so that each draws the same whoever runs first.
            List<Harming> harming =
                    Stream.of(parts).map(part -> new Harming(part, run.split())).toList();
            harming.forEach(Harming::start);
            try {
                for (Harming each : harming) {
                    each.end();
                }
            } finally {
                harming.forEach(Harming::interrupt);
            }
        };
    }
}
