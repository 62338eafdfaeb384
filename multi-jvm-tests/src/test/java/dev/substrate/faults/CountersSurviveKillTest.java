package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.faults.CountingClient.Account;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import dev.substrate.testkit.substrate.RecordOwner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@Tag("cluster")
@ClusterTest(nodes = 3)
class CountersSurviveKillTest {

    private static final int COUNTERS = 20;
    private static final int INCREMENTS_PER_CLIENT_AND_COUNTER = 200;
    private static final long KILL_AFTER_ACKNOWLEDGED = 1_500;
    private static final Duration SERVED_AGAIN_WITHIN = Duration.ofSeconds(15);
    private static final Duration CLIENTS_DONE_WITHIN = Duration.ofMinutes(3);

    @Test
    void everyAcknowledgedIncrementIsThereAfterAnOwnerWasKilled(TestCluster cluster, TestReporter reporter)
            throws Exception {
        cluster.awaitReady();
        List<String> ids = IntStream.range(0, COUNTERS).mapToObj(i -> "c" + i).toList();
        Map<String, Integer> owners = ownersOf(cluster, ids);
        NodeHandle victim = cluster.node(owners.get(ids.get(0)));
        List<NodeHandle> survivors = cluster.nodesExcept(victim);

        List<CompletableFuture<Map<String, Account>>> clients = survivors.stream()
                .map(node -> node.callAsync(ctx -> CountingClient.raise(ctx, ids, INCREMENTS_PER_CLIENT_AND_COUNTER)))
                .toList();
        awaitAcknowledged(cluster, survivors, KILL_AFTER_ACKNOWLEDGED);
        List<CompletableFuture<Map<String, Long>>> outages = watch(cluster, victim, survivors, ids);
        assertThat(clients).as("the clients are in the middle of their work").noneMatch(CompletableFuture::isDone);
        victim.kill();

        List<Map<String, Long>> millisToAnswer = new ArrayList<>();
        for (CompletableFuture<Map<String, Long>> outage : outages) {
            millisToAnswer.add(resultOf(outage));
        }
        List<Map<String, Account>> accounts = new ArrayList<>();
        for (CompletableFuture<Map<String, Account>> client : clients) {
            accounts.add(resultOf(client));
        }

        publish(reporter, owners, victim, millisToAnswer, accounts);
        for (String id : ids) {
            for (NodeHandle survivor : survivors) {
                Counter.Seen seen = survivor.call(ctx -> Counter.get(ctx, id));
                check(
                        id,
                        seen,
                        accounts.stream().map(account -> account.get(id)).toList());
            }
        }
        assertThat(millisToAnswer)
                .as("milliseconds from the kill to the first answer, per survivor and counter")
                .allSatisfy(perCounter -> assertThat(perCounter.values())
                        .allMatch(millis ->
                                millis <= TimeFactor.dilate(SERVED_AGAIN_WITHIN).toMillis()));
    }

    private static void check(String id, Counter.Seen seen, List<Account> accounts) {
        List<Long> acknowledged = accounts.stream()
                .map(Account::acknowledged)
                .flatMap(Collection::stream)
                .toList();
        int unknown = accounts.stream().mapToInt(Account::unknown).sum();

        assertThat(seen.value())
                .as("value of %s: acknowledged <= value <= acknowledged + unknown", id)
                .isBetween((long) acknowledged.size(), (long) acknowledged.size() + unknown);
        assertThat(seen.version())
                .as("version of %s: every write was an increment", id)
                .isEqualTo(seen.value());
        assertThat(acknowledged)
                .as("acknowledged versions of %s", id)
                .doesNotHaveDuplicates()
                .allMatch(version -> version >= 1 && version <= seen.version());
        assertThat(seen.version() - acknowledged.size())
                .as("versions of %s that nobody was told of", id)
                .isBetween(0L, (long) unknown);
        assertThat(accounts)
                .as("each client sees the versions of %s grow", id)
                .allSatisfy(account -> assertThat(account.acknowledged()).isSorted());
    }

    private static Map<String, Integer> ownersOf(TestCluster cluster, List<String> ids) throws IOException {
        Map<String, Integer> owners = new HashMap<>();
        for (String id : ids) {
            owners.put(
                    id, RecordOwner.of(cluster.http(1), Counter.key(id).uri()).number());
        }
        return owners;
    }

    private static void awaitAcknowledged(TestCluster cluster, List<NodeHandle> clients, long acknowledged) {
        cluster.await(
                acknowledged + " increments are acknowledged",
                CLIENTS_DONE_WITHIN,
                () -> clients.stream()
                                .mapToLong(node -> node.call(CountingClient::acknowledgedSoFar))
                                .sum()
                        >= acknowledged);
    }

    private static List<CompletableFuture<Map<String, Long>>> watch(
            TestCluster cluster, NodeHandle victim, List<NodeHandle> survivors, List<String> ids) {
        long pid = victim.call(ctx -> ProcessHandle.current().pid());
        List<CompletableFuture<Map<String, Long>>> outages = survivors.stream()
                .map(node -> node.callAsync(ctx -> Outage.millisAfterDeathOf(ctx, pid, ids)))
                .toList();
        cluster.await(
                "the survivors watch",
                Duration.ofSeconds(20),
                () -> survivors.stream().allMatch(node -> node.call(Outage::isWatching)));
        return outages;
    }

    private static void publish(
            TestReporter reporter,
            Map<String, Integer> owners,
            NodeHandle victim,
            List<Map<String, Long>> millisToAnswer,
            List<Map<String, Account>> accounts) {
        List<Long> ofTheDead = millisToAnswer.stream()
                .flatMap(perCounter -> perCounter.entrySet().stream())
                .filter(entry -> owners.get(entry.getKey()) == victim.number())
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        List<Account> all = accounts.stream()
                .flatMap(perCounter -> perCounter.values().stream())
                .toList();
        Map<String, String> figures = Map.of(
                "millis from kill to first answer", ofTheDead.get(0).toString(),
                "millis from kill to last first answer",
                        ofTheDead.get(ofTheDead.size() - 1).toString(),
                "counters of the dead node", Long.toString(ofTheDead.size() / millisToAnswer.size()),
                "acknowledged",
                        Integer.toString(all.stream()
                                .mapToInt(a -> a.acknowledged().size())
                                .sum()),
                "unknown",
                        Integer.toString(all.stream().mapToInt(Account::unknown).sum()),
                "refused",
                        Integer.toString(all.stream().mapToInt(Account::refused).sum()));
        reporter.publishEntry(figures);
        System.out.println("After the kill of node " + victim.number() + ": " + figures);
    }

    private static <T> T resultOf(CompletableFuture<T> future) throws Exception {
        return future.get(TimeFactor.dilate(CLIENTS_DONE_WITHIN).toMillis(), TimeUnit.MILLISECONDS);
    }
}
