package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watches on node 1 show every acknowledged version once and in order, whatever happens to the owners. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class WatchUnderFaultsTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration LOAD_ENDS_WITHIN = Duration.ofSeconds(60);
    private static final long PAUSE_SECONDS = 8;
    private static final int VERSIONS_BETWEEN_FAULTS = 500;

    @Test
    void everyAcknowledgedVersionIsShownOnceAndInOrderWhileOwnersAreKilledAndPaused(TestCluster cluster)
            throws Exception {
        cluster.awaitReady();
        NodeHandle watcher = cluster.node(1);
        watcher.call(WatchLog::start);
        cluster.await("the watches have begun", WITHIN, () -> watcher.call(WatchLog::haveBegun));
        CompletableFuture<SteadyLoad.Tally> load = watcher.callAsync(SteadyLoad::run);
        awaitMore(cluster, watcher);

        NodeHandle victim = cluster.node(2);
        victim.kill();
        awaitMore(cluster, watcher);
        victim.start();
        victim.awaitReady(WITHIN);
        awaitMore(cluster, watcher);

        NodeHandle sleeper = cluster.node(3);
        Members.pauseUntilRemoved(cluster, sleeper, PAUSE_SECONDS);
        awaitMore(cluster, watcher);
        sleeper.awaitExit(WITHIN);
        sleeper.start();
        sleeper.awaitReady(WITHIN);
        awaitMore(cluster, watcher);

        watcher.call(SteadyLoad::stop);
        SteadyLoad.Tally tally = load.get(LOAD_ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        Map<String, String> acknowledged = tally.acknowledged();
        Map<String, String> ofOne = acknowledged.entrySet().stream()
                .filter(version -> version.getKey().startsWith(WatchLog.ONE + " at "))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        cluster.await(
                "all is shown",
                WITHIN,
                () -> watcher.call(WatchLog::allShown).entities().keySet().containsAll(acknowledged.keySet())
                        && watcher.call(WatchLog::oneShown).entities().keySet().containsAll(ofOne.keySet()));

        WatchLog.Shown all = watcher.call(WatchLog::allShown);
        WatchLog.Shown one = watcher.call(WatchLog::oneShown);
        System.out.printf(
                "%d versions acknowledged, %d shown; of %s %d and %d; %s%n",
                acknowledged.size(),
                all.entities().size(),
                WatchLog.ONE,
                ofOne.size(),
                one.entities().size(),
                tally.endings());
        assertThat(all.faults()).isEmpty();
        assertThat(one.faults()).isEmpty();
        assertThat(all.entities()).containsAllEntriesOf(acknowledged);
        assertThat(one.entities()).containsAllEntriesOf(ofOne);
        assertThat(acknowledged).hasSizeGreaterThan(3 * VERSIONS_BETWEEN_FAULTS);
    }

    private static void awaitMore(TestCluster cluster, NodeHandle watcher) {
        int enough = watcher.call(WatchLog::count) + VERSIONS_BETWEEN_FAULTS;
        cluster.await("more versions are shown", WITHIN, () -> watcher.call(WatchLog::count) >= enough);
    }
}
