package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.Call;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.HistoryRecorder;
import dev.substrate.testkit.history.MonotoneVersions;
import dev.substrate.testkit.history.Operation;
import dev.substrate.testkit.history.Versioned;
import dev.substrate.testkit.network.NetworkKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The holder of a slot is killed, paused, and paused while it is cut off, again and again, and clients have all nodes act.
 * Each act tells its token. Recorded from outside: no act ends under an older token than one that had ended before it began,
 * and no token has two holders.
 */
@Tag("cluster")
@ClusterTest(nodes = 3, program = ServicesProgram.class, network = NetworkKind.PROXY)
class SlotHoldersTest {

    private static final String SERVICE = "one";
    private static final int TIMES = Integer.getInteger("substrate.faults.holders", 3);
    private static final int TIMES_IN_LONG_RUNS = 50;
    private static final int CLIENTS = 6;
    private static final Duration BETWEEN_ACTS = Duration.ofMillis(3);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private static final Duration PAUSED_AT_MOST = Duration.ofSeconds(20);

    /** What clients want. */
    record Act() implements Action {}

    /** What is done to a holder. */
    private enum Harm {
        KILL,
        /** It goes on, and hears at once that it was removed. */
        PAUSE,
        /** It goes on, and hears nothing of it. */
        CUT_OFF_AND_PAUSE
    }

    @Test
    void thereAreNeverTwoHoldersThatBothAct(TestCluster cluster) throws Exception {
        run(cluster, TIMES);
    }

    @Test
    @Tag("soak")
    void thereAreNeverTwoHoldersThatBothActInLongRuns(TestCluster cluster) throws Exception {
        run(cluster, TIMES_IN_LONG_RUNS);
    }

    private static void run(TestCluster cluster, int times) throws Exception {
        cluster.awaitReady();
        HistoryRecorder recorder = new HistoryRecorder();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong lastToken = new AtomicLong();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Long> millis = new ArrayList<>();
        try {
            for (int client = 0; client < CLIENTS; client++) {
                NodeHandle through = cluster.node(client % 3 + 1);
                String name = "client-" + client;
                clients.execute(() -> {
                    while (!over.get()) {
                        act(through, name, recorder, lastToken);
                        LockSupport.parkNanos(BETWEEN_ACTS.toNanos());
                    }
                });
            }
            cluster.await("somebody acts", READY_WITHIN, () -> lastToken.get() > 0);
            for (int time = 0; time < times; time++) {
                disturb(cluster, lastToken, Harm.values()[time % Harm.values().length], millis);
            }
        } finally {
            over.set(true);
            clients.shutdown();
            assertThat(clients.awaitTermination(TimeFactor.dilate(READY_WITHIN).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        }
        History history = recorder.history();
        System.out.printf(
                "%d acts, %d of them done, under tokens up to %d; milliseconds to the next holder's first act: %s%n",
                history.operations().size(),
                history.operations().stream().filter(Operation::isOk).count(),
                lastToken.get(),
                millis);
        new MonotoneVersions().check(history).assertValid();
        assertThat(history.operations().stream()
                        .filter(operation -> operation.ending().toString().contains("acted while passive")))
                .isEmpty();
    }

    /** Harms the holder, notes after how many milliseconds a new one has acted, and has the old one start again. */
    private static void disturb(TestCluster cluster, AtomicLong lastToken, Harm harm, List<Long> millis) {
        NodeHandle victim = awaitHolder(cluster, lastToken);
        long token = lastToken.get();
        long began = System.nanoTime();
        if (harm == Harm.KILL) {
            victim.kill();
            cluster.await("another node acts", READY_WITHIN, () -> lastToken.get() > token);
            millis.add((System.nanoTime() - began) / 1_000_000);
        } else {
            victim.expectExit();
            if (harm == Harm.CUT_OFF_AND_PAUSE) {
                cluster.network().isolate(victim.number());
            }
            victim.pause();
            try {
                cluster.await("another node acts", PAUSED_AT_MOST, () -> lastToken.get() > token);
                millis.add((System.nanoTime() - began) / 1_000_000);
            } catch (AssertionError e) {
                // A process that stands still while it holds the lock of the SQLite file stops the store of all the
                // others, too.
                cluster.note("node " + victim.number() + " seems to have been paused with the store locked");
            }
            Members.awaitRemoved(cluster, victim); // or it would go on as a member
            victim.resume();
            victim.awaitExit(READY_WITHIN);
            cluster.await("another node acts", READY_WITHIN, () -> lastToken.get() > token);
            cluster.network().heal();
        }
        victim.start();
        cluster.awaitReady();
    }

    /**
     * Returns who holds the slot and has acted, once nothing is moved: slots are moved to nodes that come back, and clients
     * can have seen the token of the holder of before only.
     */
    private static NodeHandle awaitHolder(TestCluster cluster, AtomicLong lastToken) {
        ServiceStates.awaitEven(cluster);
        List<NodeHandle> holders = new ArrayList<>();
        cluster.await("one node holds the slot and has acted", READY_WITHIN, () -> {
            holders.clear();
            cluster.nodes().stream()
                    .filter(node ->
                            Objects.equals(node.call(ServiceStates::activeHere).get(SERVICE), lastToken.get()))
                    .forEach(holders::add);
            return holders.size() == 1;
        });
        return holders.get(0);
    }

    private static void act(NodeHandle through, String client, HistoryRecorder recorder, AtomicLong lastToken) {
        Call call = recorder.invoke(client, SERVICE, new Act());
        try {
            ActingService.Acted acted = through.call(ctx -> ActingService.act(node(ctx), SERVICE));
            if (acted.done()) {
                call.ok(new Versioned(acted.token(), acted.what()));
                lastToken.accumulateAndGet(acted.token(), Math::max);
            } else {
                call.refused(acted.what());
            }
        } catch (RuntimeException e) {
            call.unknown(e.toString());
        }
    }
}
