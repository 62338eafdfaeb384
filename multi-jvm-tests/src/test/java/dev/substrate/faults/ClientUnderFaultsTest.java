package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.client.SubstrateClient;
import dev.substrate.record.BlockingDht;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordListener;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import dev.substrate.testkit.substrate.RecordOwner;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that is no member, while the nodes that it sends to are killed: nothing is lost, doubled or left out. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class ClientUnderFaultsTest {

    private static final int COUNTERS = 12;
    private static final Duration PACE = Duration.ofMillis(5);
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** What became of the attempts on one counter. */
    private record Account(String id, List<Long> acknowledged, int unknown, List<String> refusals) {}

    @Test
    void everyIncrementIsThereOnceAndAWatchShowsItWhileOwnersAreKilled(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        URI[] nodes = cluster.nodes().stream().map(NodeHandle::httpUri).toArray(URI[]::new);
        List<String> faults = new CopyOnWriteArrayList<>();
        List<Long> shown = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(COUNTERS);
        try (SubstrateClient client = SubstrateClient.connect(nodes)) {
            client.dht().watch(Counter.key("c0"), 1, listener(shown, faults));
            List<Future<Account>> running = IntStream.range(0, COUNTERS)
                    .mapToObj(i -> threads.submit(() -> raise(BlockingDht.of(client.dht()), "c" + i)))
                    .toList();
            awaitMore(cluster, 500);

            int first = RecordOwner.of(cluster.http(1), Counter.key("c0").uri()).number();
            cluster.node(first).kill();
            awaitMore(cluster, 500);
            cluster.node(first).start();
            cluster.node(first).awaitReady(WITHIN);
            int second = first % 3 + 1;
            cluster.node(second).kill();
            awaitMore(cluster, 500);

            stopped.set(true);
            List<Account> accounts = new ArrayList<>();
            for (Future<Account> one : running) {
                accounts.add(one.get(TimeFactor.dilate(WITHIN).toSeconds(), TimeUnit.SECONDS));
            }
            BlockingDht dht = BlockingDht.of(client.dht());
            for (Account account : accounts) {
                Versioned<Counter> counter = dht.get(Counter.key(account.id())).orElseThrow();
                check(account, counter.value().value(), counter.version());
            }
            long last = dht.get(Counter.key("c0")).orElseThrow().version();
            cluster.await("the watch has shown all", WITHIN, () -> shown.contains(last));
            assertThat(shown)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
            assertThat(faults).isEmpty();
            System.out.printf(
                    "%d increments acknowledged, %d unknown, %d shown of c0%n",
                    acknowledged.get(),
                    accounts.stream().mapToInt(Account::unknown).sum(),
                    shown.size());
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
    }

    private static void check(Account account, long value, long version) {
        assertThat(value)
                .as("value of %s: acknowledged <= value <= acknowledged + unknown", account.id())
                .isBetween(
                        (long) account.acknowledged().size(),
                        (long) account.acknowledged().size() + account.unknown());
        assertThat(version)
                .as("version of %s: every write was an increment", account.id())
                .isEqualTo(value);
        assertThat(account.acknowledged()).isSorted().doesNotHaveDuplicates();
        assertThat(account.refusals()).isEmpty();
    }

    private Account raise(BlockingDht dht, String id) {
        Account account = new Account(id, new ArrayList<>(), 0, new ArrayList<>());
        int unknown = 0;
        while (!stopped.get()) {
            WriteOutcome<Counter> outcome = dht.update(
                    Counter.key(id),
                    current -> new Counter(current == null ? 1 : current.value().value() + 1));
            if (outcome instanceof WriteOutcome.Written<Counter> written) {
                account.acknowledged().add(written.version());
                acknowledged.incrementAndGet();
            } else if (outcome instanceof WriteOutcome.Unknown) {
                unknown++;
            } else {
                account.refusals().add(outcome.explain());
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        return new Account(id, account.acknowledged(), unknown, account.refusals());
    }

    private void awaitMore(TestCluster cluster, int more) {
        int enough = acknowledged.get() + more;
        cluster.await(more + " more increments", WITHIN, () -> acknowledged.get() >= enough);
    }

    private static RecordListener<Counter> listener(List<Long> shown, List<String> faults) {
        return new RecordListener<>() {
            @Override
            public void onVersion(Versioned<Counter> record) {
                shown.add(record.version());
            }

            @Override
            public void onDeleted(RecordHeaders tombstone) {
                faults.add("deleted: " + tombstone);
            }

            @Override
            public void onSkipped(RecordId id, long from, long to) {
                faults.add("skipped: " + from + " to " + to);
            }

            @Override
            public void onEnd(RecordChange.Ended<Counter> end) {
                if (end.reason() != RecordChange.Reason.CANCELLED) {
                    faults.add("ended: " + end);
                }
            }
        };
    }
}
