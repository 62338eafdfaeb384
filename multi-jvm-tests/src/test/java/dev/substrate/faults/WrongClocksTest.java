package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that do not agree on the time of day by hours, while owners change: nothing rests on it. Skipped without libfaketime. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(nodes = 3, ownClocks = true)
class WrongClocksTest {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration OPERATION_WITHIN = Duration.ofSeconds(20);

    @Test
    void oneOrderExplainsAllThoughNobodyKnowsTheTime(TestCluster cluster) throws Exception {
        cluster.awaitReady();

        History history = Trial.of(cluster)
                .clients(6, number -> RecordRegisters.ofAll(cluster, OPERATION_WITHIN))
                .workload(Workloads.registers(10, 50))
                .nemesis(Nemesis.sequence(
                        clocks(Duration.ofHours(2), Duration.ofHours(-2)),
                        Nemesis.rollingRestart(READY_WITHIN),
                        Nemesis.kill(Duration.ofSeconds(1)),
                        Nemesis.recovery(READY_WITHIN),
                        // Back by four hours, and ahead by four.
                        clocks(Duration.ofHours(-2), Duration.ofHours(2)),
                        Nemesis.rollingRestart(READY_WITHIN)))
                .check(Linearizability.of(new RegisterModel()))
                .run();

        assertThat(history.count(RegisterModel.Write.class, Ending.Ok.class)).isGreaterThan(100);
        assertThat(history.count(Ending.Refused.class)).isZero();
    }

    private static Nemesis clocks(Duration first, Duration second) {
        return run -> {
            run.cluster().clock(1).offset(first);
            run.cluster().clock(2).offset(second);
        };
    }
}
