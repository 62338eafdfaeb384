package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeFailedException;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.RemoteTaskException;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import dev.substrate.testkit.substrate.RecordOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes believe that they own a record: one was paused, and woke up after another had taken over. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class PausedOwnerTest {

    private static final String ID = "hot";
    private static final int EXIT_OF_A_DOWNED_NODE = 10;
    private static final int ASKED_BEFORE_WAKING = 5; // what is asked of a paused node must fit into a pipe
    private static final int ASKED_AFTER_WAKING_MAX = 2_000;
    private static final Duration NEXT_QUESTION_AFTER = Duration.ofMillis(50);
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(60);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    @Test
    void anOwnerThatWakesUpNeitherShowsOldStateNorGetsAWriteAcknowledgedTwice(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        Counter.Seen before = cluster.node(1).call(ctx -> Counter.put(ctx, ID, 1));
        RecordOwner oldOwner = RecordOwner.of(cluster.http(1), Counter.key(ID).uri());
        NodeHandle sleeper = cluster.node(oldOwner.number());
        NodeHandle other = cluster.nodesExcept(sleeper).get(0);
        Counter.Seen inMemory = sleeper.call(ctx -> Counter.get(ctx, ID));
        assertThat(inMemory).isEqualTo(before);

        sleeper.pause();
        Counter.Seen taken = writtenByNewOwner(cluster, other);
        RecordOwner newOwner = RecordOwner.of(other.http(), Counter.key(ID).uri());
        assertThat(newOwner.number()).isNotEqualTo(sleeper.number());
        assertThat(newOwner.epoch()).isGreaterThan(oldOwner.epoch());

        List<CompletableFuture<Counter.Seen>> reads = new ArrayList<>();
        List<CompletableFuture<Counter.Seen>> writes = new ArrayList<>();
        for (int i = 0; i < ASKED_BEFORE_WAKING; i++) {
            ask(sleeper, reads, writes);
        }
        sleeper.expectExit();
        Members.awaitRemoved(cluster, sleeper); // a shard can also move to another owner before the owner was missed
        sleeper.resume();
        for (int i = 0; i < ASKED_AFTER_WAKING_MAX && sleeper.isAlive(); i++) {
            ask(sleeper, reads, writes);
            awaitAnswerOr(NEXT_QUESTION_AFTER, reads.get(reads.size() - 1));
        }

        assertThat(sleeper.awaitExit(GONE_WITHIN)).isEqualTo(EXIT_OF_A_DOWNED_NODE);
        List<Counter.Seen> shown = answers(reads);
        List<Counter.Seen> acknowledged = Stream.concat(Stream.of(before, taken), answers(writes).stream())
                .toList();
        Counter.Seen last = other.call(ctx -> Counter.get(ctx, ID));
        System.out.printf(
                "The node that woke up answered %d of %d reads and %d of %d writes%n",
                shown.size(), reads.size(), acknowledged.size() - 2, writes.size());

        assertThat(shown)
                .as("what the woken node showed")
                .allMatch(seen -> seen.version() >= taken.version() && seen.version() <= last.version());
        assertThat(acknowledged.stream().map(Counter.Seen::version))
                .as("versions of acknowledged writes")
                .doesNotHaveDuplicates()
                .allMatch(version -> version <= last.version());
        assertThat(answers(writes))
                .as("writes acknowledged to the woken node follow the new owner's")
                .allMatch(write -> write.version() > taken.version());
        assertThat(acknowledged.stream().filter(write -> write.version() == last.version()))
                .as("the last version is what its writer wrote")
                .allMatch(last::equals);

        sleeper.start();
        sleeper.awaitReady(Duration.ofSeconds(60));
        Counter.Seen afterRestart = sleeper.call(ctx -> Counter.get(ctx, ID));
        assertThat(afterRestart).isEqualTo(last);
    }

    /** Writes through a node until the write is acknowledged, which takes a new owner. */
    private static Counter.Seen writtenByNewOwner(TestCluster cluster, NodeHandle node) {
        List<Counter.Seen> acknowledged = new ArrayList<>();
        cluster.await("another node has taken over", TAKEN_OVER_WITHIN, () -> {
            acknowledged.add(node.call(ctx -> Counter.put(ctx, ID, 2)));
            return true;
        });
        return acknowledged.get(0);
    }

    /** Sends a read, and a write of a value of its own, without waiting for them. */
    private static void ask(
            NodeHandle node,
            List<CompletableFuture<Counter.Seen>> reads,
            List<CompletableFuture<Counter.Seen>> writes) {
        long value = 1_000L + writes.size();
        reads.add(node.callAsync(ctx -> Counter.get(ctx, ID)));
        writes.add(node.callAsync(ctx -> Counter.put(ctx, ID, value)));
    }

    private static List<Counter.Seen> answers(List<CompletableFuture<Counter.Seen>> asked) throws Exception {
        List<Counter.Seen> answers = new ArrayList<>();
        for (CompletableFuture<Counter.Seen> each : asked) {
            finished(each).ifPresent(answers::add);
        }
        return answers;
    }

    /** Holds back the next question while this one may be answered at once, so that there are many, but not too many. */
    private static void awaitAnswerOr(Duration atMost, CompletableFuture<Counter.Seen> asked)
            throws InterruptedException {
        try {
            var unused = asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // How each question ended is looked at when all have.
        }
    }

    /** Waits for an answer; empty if the task threw, or its process ended before it. */
    private static Optional<Counter.Seen> finished(CompletableFuture<Counter.Seen> asked)
            throws InterruptedException, TimeoutException, ExecutionException {
        try {
            return Optional.of(asked.get(TimeFactor.dilate(GONE_WITHIN).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemoteTaskException || e.getCause() instanceof NodeFailedException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
