package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.faults.StalenessLog.Seen;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code getAny} answers on node 1 was the newest version at most one second before the question, whatever happens to owners, to
 * the node itself, and to what owners tell it.
 */
@Tag("cluster")
@ClusterTest(
        nodes = 3,
        // A node that is paused for longer than the bound stays a member here: the memory of a former owner is another
        // matter.
        config = """
                substrate.record.cache.staleness-max = 1s
                akka.cluster.failure-detector.acceptable-heartbeat-pause = 5s
                """)
class CacheUnderFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final long PAUSE_SECONDS = 3;
    private static final int ANSWERS_BETWEEN_FAULTS = 2_000;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void anAnswerWasTheNewestVersionAtMostAsLongAgoAsTheBoundSays(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        NodeHandle reader = cluster.node(1);
        NodeHandle writer = cluster.node(3);
        CompletableFuture<List<Seen>> writes = writer.callAsync(StalenessLog::write);
        CompletableFuture<List<Seen>> reads = reader.callAsync(StalenessLog::read);
        int hitsBefore = awaitMoreAnswers(cluster, reader);

        cluster.node(2).kill();
        int hitsAfterKill = awaitMoreAnswers(cluster, reader);

        reader.pause();
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS); // the pause is the fault itself
        reader.resume();
        int hitsAfterPause = awaitMoreAnswers(cluster, reader);

        reader.call(StalenessLog::loseWakeUps);
        int hitsAfterLoss = awaitMoreAnswers(cluster, reader);

        reader.call(StalenessLog::stop);
        writer.call(StalenessLog::stop);
        List<Seen> answers = reads.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
        List<Seen> acknowledged = writes.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
        long oldest = oldest(answers, acknowledged);
        System.out.printf(
                "%d answers, %d of the cache (%d before the kill, %d after it, %d after the pause, %d without wake-ups);"
                        + " %d acknowledged; the oldest answer was the newest version %d ms before%n",
                answers.size(),
                hitsAfterLoss,
                hitsBefore,
                hitsAfterKill - hitsBefore,
                hitsAfterPause - hitsAfterKill,
                hitsAfterLoss - hitsAfterPause,
                acknowledged.size(),
                TimeUnit.NANOSECONDS.toMillis(oldest));

        assertThat(Duration.ofNanos(oldest)).isLessThanOrEqualTo(BOUND);
        assertThat(hitsBefore).isPositive();
        assertThat(hitsAfterKill).isGreaterThan(hitsBefore);
        assertThat(hitsAfterPause).isGreaterThan(hitsAfterKill);
        assertThat(hitsAfterLoss).isGreaterThan(hitsAfterPause);
        assertThat(acknowledged).hasSizeGreaterThan(10 * StalenessLog.RECORDS);
    }

    private static int awaitMoreAnswers(TestCluster cluster, NodeHandle reader) {
        int answers = reader.call(StalenessLog::answers) + ANSWERS_BETWEEN_FAULTS;
        int hits = reader.call(StalenessLog::hits) + ANSWERS_BETWEEN_FAULTS / 4;
        cluster.await(
                "more is answered, some of it by the cache",
                WITHIN,
                () -> reader.call(StalenessLog::answers) >= answers && reader.call(StalenessLog::hits) >= hits);
        return reader.call(StalenessLog::hits);
    }

    /** Returns how long before its question the answer was overtaken that had been overtaken for longest. */
    private static long oldest(List<Seen> answers, List<Seen> acknowledged) {
        Map<Integer, TreeMap<Long, Long>> acknowledgedAt = new HashMap<>();
        acknowledged.forEach(write -> acknowledgedAt
                .computeIfAbsent(write.record(), record -> new TreeMap<>())
                .put(write.version(), write.nanos()));
        long oldest = 0;
        for (Seen answer : answers) {
            for (long overtaken : acknowledgedAt
                    .getOrDefault(answer.record(), new TreeMap<>())
                    .tailMap(answer.version(), false)
                    .values()) {
                oldest = Math.max(oldest, answer.nanos() - overtaken);
            }
        }
        return oldest;
    }
}
