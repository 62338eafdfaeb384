package dev.substrate.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.EmptyProgram;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.HistoryFile;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.history.Verdict;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 1, program = EmptyProgram.class)
class TrialTest {

    /** So many that not all of them can be written anew before one is read. */
    private static final int KEYS = 20;

    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(300);

    @Test
    void whatIsRightPassesAndIsKept(TestCluster cluster) throws Exception {
        History history = trial(cluster).nemesis(Nemesis.quiet(MOMENT)).run();

        assertThat(history.count(Ending.Ok.class)).isPositive();
        assertThat(history.operations().stream().filter(each -> each.client().equals("client 4")))
                .as("the last reads")
                .hasSize(KEYS)
                .allMatch(each -> each.action() instanceof RegisterModel.Read);
        assertThat(new HistoryFile().read(cluster.folder().resolve("history.jsonl")))
                .isEqualTo(history);
    }

    @Test
    void whatALostMemoryForgetsIsMissedAndShown(TestCluster cluster) {
        Trial trial = trial(cluster)
                .nemesis(Nemesis.sequence(
                        run -> run.cluster().await("all is written", TEN, () -> isFull(cluster.node(1))),
                        Nemesis.kill(Duration.ofMillis(1))));

        assertThatThrownBy(trial::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no order explains these")
                .hasMessageContaining("counterexample.html");
        assertThat(cluster.folder().resolve("counterexample.html")).content().contains("<svg");
        assertThat(cluster.events().toString()).contains("kill node 1", "heal");
    }

    @Test
    void aCheckerThatCannotTellFailsTheTrial(TestCluster cluster) {
        Trial trial = trial(cluster).nemesis(Nemesis.quiet(MOMENT)).check(all -> new Verdict.Unknown("out of time"));

        assertThatThrownBy(trial::run).isInstanceOf(AssertionError.class).hasMessageContaining("out of time");
    }

    @Test
    void aTrialInWhichNothingIsDoneIsNone(TestCluster cluster) {
        Trial trial = Trial.of(cluster)
                .clients(2, number -> (key, action) -> {
                    throw new RefusedException("never");
                })
                .workload(random -> new Step("key", new RegisterModel.Read()))
                .nemesis(Nemesis.quiet(MOMENT));

        assertThatThrownBy(trial::run).isInstanceOf(AssertionError.class).hasMessageContaining("Nothing was done");
    }

    @Test
    void whatANemesisThrowsEndsTheTrial(TestCluster cluster) {
        Trial trial = trial(cluster).nemesis(run -> {
            throw new IllegalStateException("no harm can be done");
        });

        assertThatThrownBy(trial::run).hasMessage("no harm can be done");
    }

    @Test
    void aClientThatCannotBeMadeFailsTheTrial(TestCluster cluster) {
        Trial trial = trial(cluster).nemesis(Nemesis.quiet(MOMENT)).clients(1, number -> {
            throw new IllegalStateException("no way in");
        });

        assertThatThrownBy(trial::run).isInstanceOf(AssertionError.class).hasMessageContaining("could not go on");
    }

    private static Trial trial(TestCluster cluster) {
        return Trial.of(cluster)
                .clients(3, number -> new MemoryClient(cluster.node(1)))
                .workload(Workloads.registers(KEYS, 50))
                .pace(Duration.ofMillis(1))
                .check(Linearizability.of(new RegisterModel()));
    }

    private static boolean isFull(NodeHandle node) {
        int registers = node.call(context -> MemoryClient.registers(context).size());
        return registers == KEYS;
    }

    /** Registers in the memory of a node's process. */
    private record MemoryClient(NodeHandle node) implements Client {

        static ConcurrentHashMap<String, Long> registers(NodeContext context) {
            return context.shared("registers", ConcurrentHashMap::new);
        }

        @Override
        public @Nullable Object perform(String key, Action action) throws Exception {
            Long value = action instanceof RegisterModel.Write write ? (Long) write.value() : null;
            try {
                return node.callAsync(context -> {
                            ConcurrentHashMap<String, Long> memory = registers(context);
                            return value == null ? memory.get(key) : memory.put(key, value);
                        })
                        .get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
