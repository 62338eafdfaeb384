package dev.substrate.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkTest {

    private static final int NODES = 4;

    private final RecordingDriver driver = new RecordingDriver();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Network network = new Network(driver, NODES, said::add);

    @Test
    void aPartitionCutsBothWaysBetweenTheGroups() {
        network.partition(Set.of(1, 2), Set.of(3, 4));

        assertThat(driver.cuts()).containsExactly("1>3", "1>4", "2>3", "2>4", "3>1", "3>2", "4>1", "4>2");
        assertThat(said).containsExactly("partition {1, 2} | {3, 4}");
    }

    @Test
    void nodesInNoGroupAreTogether() {
        network.partition(Set.of(1));

        assertThat(driver.cuts()).containsExactly("1>2", "1>3", "1>4", "2>1", "3>1", "4>1");
        assertThat(said).containsExactly("partition {1} | {2, 3, 4}");
    }

    @Test
    void anIsolatedNodeSeesNobodyAndIsSeenByNobody() {
        network.isolate(2);

        assertThat(driver.cuts()).containsExactly("1>2", "2>1", "2>3", "2>4", "3>2", "4>2");
    }

    @Test
    void oneWayCutsOneDirection() {
        network.oneWay(1, 2);

        assertThat(driver.cuts()).containsExactly("1>2");
    }

    @Test
    void theMiddleOfABridgeSeesBothSides() {
        network.bridge(Set.of(1), Set.of(2), Set.of(3, 4));

        assertThat(driver.cuts()).containsExactly("1>3", "1>4", "3>1", "4>1");
        assertThat(said).containsExactly("bridge {1} - {2} - {3, 4}");
    }

    @Test
    void whatIsSaidOfALinkAddsUpAndEndsWithAHeal() {
        Duration delay = Duration.ofMillis(50);
        network.link(1, 2).delay(delay).jitter(delay).bandwidth(1_000).cut();
        Route route = Route.of(Peer.node(1), Peer.node(2));

        assertThat(driver.conditions).containsEntry(route, new Condition(true, delay, delay, 1_000, 0));
        network.heal();
        assertThat(driver.conditions).isEmpty();
        assertThat(said)
                .containsExactly(
                        "node 1 -> node 2: delay 50 ms",
                        "node 1 -> node 2: jitter 50 ms",
                        "node 1 -> node 2: bandwidth 1000 B/s",
                        "node 1 -> node 2: cut",
                        "heal the network");
    }

    @Test
    void aPortIsHealedByItselfAndWithAll() {
        network.link(1, 2).port(80).cut();
        network.link(1, 2).port(81).cut();

        network.link(1, 2).port(80).heal();
        assertThat(driver.conditions).containsOnlyKeys(new Route(Peer.node(1), Peer.node(2), 81));
        network.heal();
        assertThat(driver.conditions).isEmpty();
        assertThat(said).startsWith("node 1 -> node 2 port 80: cut");
    }

    @Test
    void aResetIsPassedOnAndLeavesNothingToHeal() {
        network.link(1, 2).reset();
        network.heal();

        assertThat(said).containsExactly("node 1 -> node 2: reset");
    }

    @Test
    void aFlapCutsAndHealsUntilItIsStopped() {
        Duration millisecond = Duration.ofMillis(1);
        Rhythm rhythm = Rhythm.seeded(1).cutFor(millisecond, millisecond).wholeFor(millisecond, millisecond);
        Flap flap = network.flap(rhythm, network.link(1, 2));

        await().until(() -> said.size() >= 6);
        flap.stop();
        assertThat(driver.cuts()).isEmpty();
        assertThat(said).startsWith("flap: cut node 1 -> node 2", "flap: heal node 1 -> node 2");
        assertThat(said).hasSizeGreaterThanOrEqualTo(6).last().isEqualTo("flap: heal node 1 -> node 2");
    }

    @Test
    void aHealStopsFlapping() {
        Rhythm rhythm = Rhythm.seeded(1).wholeFor(Duration.ZERO, Duration.ZERO);
        network.flap(rhythm.cutFor(Duration.ofHours(1), Duration.ofHours(1)), network.link(1, 2));
        await().until(() -> !driver.cuts().isEmpty());

        network.heal();

        assertThat(driver.cuts()).isEmpty();
    }

    @Test
    void aFlapThatFailedSaysSoWhenItIsStopped() {
        driver.failure = new IllegalStateException("no more");
        Rhythm rhythm = Rhythm.seeded(1).wholeFor(Duration.ZERO, Duration.ZERO);
        Flap flap = network.flap(rhythm, network.link(1, 2));
        await().until(() -> driver.failed);

        assertThatThrownBy(flap::stop).hasRootCauseMessage("no more");
    }

    @Test
    void aHealHealsEvenIfAFlapFailed() {
        network.isolate(1);
        driver.failure = new IllegalStateException("no more");
        Rhythm rhythm = Rhythm.seeded(1).wholeFor(Duration.ZERO, Duration.ZERO);
        network.flap(rhythm, network.link(1, 2));
        await().until(() -> driver.failed);
        driver.failure = null;

        assertThatThrownBy(network::heal).hasRootCauseMessage("no more");
        assertThat(driver.cuts()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameRhythm() {
        var one = new Random(5);
        var other = new Random(5);
        Rhythm rhythm = Rhythm.seeded(5);
        for (int i = 0; i < 100; i++) {
            Duration cut = rhythm.nextCut(one);
            assertThat(cut).isEqualTo(rhythm.nextCut(other)).isBetween(rhythm.cutMin(), rhythm.cutMax());
        }
    }

    @Test
    void whatADriverCannotDoIsRefused() {
        driver.effects.remove(Effect.DELAY);

        assertThatThrownBy(() -> network.link(1, 2).delay(Duration.ofMillis(1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no DELAY on node 1 -> node 2");
        assertThat(said).isEmpty();
    }

    @Test
    void mistakesAreRefused() {
        assertThatThrownBy(() -> network.link(1, 5)).hasMessageContaining("no node 5");
        assertThatThrownBy(() -> network.link(1, 1)).hasMessageContaining("to itself");
        assertThatThrownBy(() -> network.partition(Set.of(1, 2), Set.of(2)))
                .hasMessageContaining("Node 2 is in two groups");
        assertThatThrownBy(() -> network.link(1, 2).loss(1)).hasMessageContaining("probability");
        assertThatThrownBy(() -> network.link(1, 2).bandwidth(0)).hasMessageContaining("one byte");
        assertThatThrownBy(() -> network.link(1, 2).delay(Duration.ofMillis(-1)))
                .hasMessageContaining("before it is sent");
        assertThatThrownBy(() -> network.link(1, 2).port(70_000)).hasMessageContaining("no port 70000");
        assertThat(said).isEmpty();
    }

    /** Does nothing but remember. */
    private static final class RecordingDriver implements NetworkDriver {

        private final Map<Route, Condition> conditions = new HashMap<>();
        private final Set<Effect> effects = EnumSet.allOf(Effect.class);
        private volatile RuntimeException failure;
        private volatile boolean failed;

        synchronized Set<String> cuts() {
            Set<String> cuts = new TreeSet<>();
            conditions.forEach((route, condition) -> {
                if (condition.cut()) {
                    cuts.add((route.from() + ">" + route.to()).replace("node ", ""));
                }
            });
            return cuts;
        }

        @Override
        public synchronized void apply(Route route, Condition condition) {
            if (failure != null) {
                failed = true;
                throw failure;
            }
            conditions.put(route, condition);
            conditions.values().removeIf(Condition.WHOLE::equals);
        }

        @Override
        public void reset(Route route) {}

        @Override
        public Set<Effect> effects(Route route) {
            return effects;
        }

        @Override
        public NodeEndpoint address(int node, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress addressAsSeenBy(int source, int target, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress addressFromOutside(int node, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addService(String name, InetSocketAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress serviceAsSeenBy(int node, String service) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> commandPrefix(int node) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
