package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.Partitions;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node stands still until the others have removed it, goes on, and cannot hear of that: it is asked for what it believes
 * to own, mostly read, since the first write that the store refuses tells it. One order must explain what all have seen.
 * {@code -Dsubstrate.faults.zombies=10} repeats it.
 */
@Tag("cluster")
class ZombieOwnerTest {

    private static final int TIMES = Integer.getInteger("substrate.faults.zombies", 1);
    private static final int NODES = 3;
    private static final int CLIENTS = 24;
    private static final int REGISTERS = 12;
    private static final int READS_PERCENT = 95;
    private static final Duration BETWEEN_OPERATIONS = Duration.ofMillis(40);
    private static final Duration UNTIL_OTHERS_HAVE_WRITTEN = Duration.ofSeconds(12);
    private static final Duration UNTIL_IT_ENDS_ITSELF = Duration.ofSeconds(4);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

    @Test
    @ClusterTest(nodes = NODES, network = NetworkKind.PROXY)
    void anOwnerThatCannotHearThatItIsNoneAnyMoreShowsNothingOld(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        Trial.of(cluster)
                .clients(CLIENTS, number -> new CounterRegisters(cluster.node(number % NODES + 1)))
                .pace(BETWEEN_OPERATIONS)
                .workload(Workloads.registers(REGISTERS, READS_PERCENT))
                .nemesis(Nemesis.repeat(
                        TIMES,
                        Nemesis.sequence(
                                Nemesis.quiet(Duration.ofSeconds(1)),
                                Partitions.zombie(UNTIL_OTHERS_HAVE_WRITTEN, UNTIL_IT_ENDS_ITSELF),
                                Nemesis.recovery(BACK_WITHIN))))
                .check(Linearizability.of(new RegisterModel()))
                .run();
    }
}
