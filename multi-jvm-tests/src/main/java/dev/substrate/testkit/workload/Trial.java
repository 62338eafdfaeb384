package dev.substrate.testkit.workload;

import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Checker;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.HistoryRecorder;
import dev.substrate.testkit.history.Timeline;
import dev.substrate.testkit.history.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a cluster on trial: clients do what a {@link Workload} draws, while a {@link Nemesis} does harm; when it has done enough,
 * everything is healed, the cluster settles, what the workload wants to see at last is done, and the whole history is
 * checked.
 *
 * <pre>{@code
 * Trial.of(cluster)
 *         .clients(6, number -> new MyClient(cluster.node(number % 3 + 1)))
 *         .workload(Workloads.registers(5, 50))
 *         .nemesis(Nemesis.repeat(5, Nemesis.kill(Duration.ofSeconds(2))))
 *         .check(Linearizability.of(new RegisterModel()))
 *         .run();
 * }</pre>
 *
 * <p>All that is left to chance is drawn from {@link TestCluster#seed}: which operations and which harm, not how they meet.
 * For one thread.
 */
public final class Trial {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
    private static final int LAST_ATTEMPTS_MAX = 60;
    private static final Duration LAST_ATTEMPT_AGAIN = Duration.ofSeconds(1);

    private final TestCluster cluster;
    private final List<Checker> checkers = new ArrayList<>();
    private final HistoryRecorder recorder = new HistoryRecorder();
    private int clients = 1;
    private long pauseMillis = PAUSE.toMillis();
    private Client.@Nullable Factory factory;
    private @Nullable Workload workload;
    private Nemesis nemesis = Nemesis.quiet(Duration.ofSeconds(10));
    private Nemesis.Harm heal = healed -> {};

    private Trial(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Begins to describe a trial. */
    public static Trial of(TestCluster cluster) {
        return new Trial(cluster);
    }

    /** Says how many clients there are, and how to make one; each has a thread of its own. */
    public Trial clients(int number, Client.Factory how) {
        clients = number;
        factory = how;
        return this;
    }

    /** Says what they do. */
    public Trial workload(Workload what) {
        workload = what;
        return this;
    }

    /**
     * Says how long a client waits after each step, 10 ms by default: it leaves the machine to the nodes, and keeps histories
     * small enough to be checked.
     */
    public Trial pace(Duration pause) {
        pauseMillis = pause.toMillis();
        return this;
    }

    /** Says what harm is done meanwhile; the trial is over when it has been. Without it, it goes on for ten seconds. */
    public Trial nemesis(Nemesis harm) {
        nemesis = harm;
        return this;
    }

    /** Says what else is to be done to heal, besides letting paused nodes go on, and starting those that are not alive. */
    public Trial heal(Nemesis.Harm how) {
        heal = how;
        return this;
    }

    /** Adds a checker. */
    public Trial check(Checker checker) {
        checkers.add(checker);
        return this;
    }

    /**
     * Does it all.
     *
     * @return what happened
     * @throws AssertionError if a checker finds something wrong or cannot tell, or if nothing was done; the history lies in the
     *     folder of the cluster, {@code history.jsonl}, and a counterexample in {@code counterexample.html}
     * @throws Exception what the nemesis threw
     */
    public History run() throws Exception {
        Client.Factory how = Objects.requireNonNull(factory, "clients are to be given");
        Workload what = Objects.requireNonNull(workload, "a workload is to be given");
        SplittableRandom random = new SplittableRandom(cluster.seed());
        Harming harming = new Harming(nemesis, new NemesisRun(cluster, random.split()));
        List<Lane> lanes = IntStream.rangeClosed(1, clients)
                .mapToObj(number -> new Lane(number, pauseMillis, how, what, recorder, random.split()))
                .toList();
        lanes.forEach(Lane::start);
        harming.start();
        try {
            harming.end();
        } catch (Exception | AssertionError thrown) {
            try {
                end(harming, lanes);
            } catch (Exception | AssertionError atEnd) {
                thrown.addSuppressed(atEnd);
            }
            throw thrown;
        }
        end(harming, lanes);
        if (lanes.stream().anyMatch(Lane::hasFailed)) {
            throw new AssertionError("A client could not go on: see what it printed");
        }
        doLast(how, what, random.split());
        return judge(what);
    }

    private void end(Harming harming, List<Lane> lanes) throws Exception {
        harming.interrupt();
        heal();
        for (Lane lane : lanes) {
            lane.end();
        }
    }

    private void heal() throws Exception {
        cluster.note("heal");
        heal.to(cluster);
        for (NodeHandle node : cluster.nodes()) {
            if (node.isAlive()) {
                node.resume();
            }
        }
        // One that was removed while it stood still ends only now.
        Nemesis.recovery(SETTLED_WITHIN).run(new NemesisRun(cluster, new SplittableRandom(cluster.seed())));
    }

    /** Until each step has ended well: a cluster that has just healed may need a moment. */
    private void doLast(Client.Factory how, Workload what, SplittableRandom random) throws Exception {
        Lane last = new Lane(clients + 1, pauseMillis, how, what, recorder, random);
        try (Client client = how.connect(clients + 1)) {
            for (Step step : what.last()) {
                int attempts = 0;
                while (!(last.perform(client, step) instanceof Ending.Ok)) {
                    attempts++;
                    if (attempts == LAST_ATTEMPTS_MAX) {
                        throw new AssertionError("After all was healed, this could not be done: " + step);
                    }
                    Thread.sleep(LAST_ATTEMPT_AGAIN.toMillis());
                }
            }
        }
    }

    private History judge(Workload what) {
        History history = recorder.history();
        System.out.println(history);
        if (history.count(Ending.Ok.class) == 0) {
            throw new AssertionError("Nothing was done: " + history);
        }
        what.file().write(history, cluster.folder().resolve("history.jsonl"));
        for (Checker checker : checkers) {
            Verdict verdict = checker.check(history);
            if (verdict instanceof Verdict.Invalid invalid) {
                Path page = cluster.folder().resolve("counterexample.html");
                write(page, Timeline.html(invalid.counterexample()));
                throw new AssertionError(verdict + "\nAs a picture: " + page);
            }
            verdict.assertValid();
        }
        return history;
    }

    private static void write(Path page, String html) {
        try {
            Files.writeString(page, html);
        } catch (IOException e) {
            throw new UncheckedIOException("No counterexample at " + page, e);
        }
    }
}
