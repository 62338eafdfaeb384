package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import dev.substrate.dht.Records;
import dev.substrate.node.RingView;
import dev.substrate.record.RecordType;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.ServiceEvent.NodeArrived;
import dev.substrate.service.ServiceEvent.NodeDeparted;
import dev.substrate.service.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in one process leave, alone and together; each departure is seen by all and handled by one. */
@Tag("cluster")
class DeparturesTest {

    private static final Duration SEEN_WITHIN = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<InProcessNode> nodes = new ArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** Nodes whose service does not say that it is done. */
    private final Set<Integer> slow = ConcurrentHashMap.newKeySet();

    private record Seen(int by, ServiceEvent event) {}

    private void start(int count) {
        String contact = "";
        for (int number = 1; number <= count; number++) {
            InProcessNode node = InProcessNode.start(
                    number, folder, folder.resolve("store.db"), contact.isEmpty() ? "" : """
                    substrate.node { can-start-new-cluster = off, contact-points = ["%s"] }
                    """.formatted(contact));
            if (contact.isEmpty()) {
                node.node().awaitReady(SEEN_WITHIN);
                contact = node.node().httpAddress();
            }
            nodes.add(node);
            carry(number, node);
        }
        nodes.forEach(node -> node.node().awaitReady(SEEN_WITHIN));
        // The first node is up before its service is registered; with others there, one of them handles its arrival.
        int expected = count == 1 ? 0 : count;
        await("all arrivals are handled")
                .atMost(SEEN_WITHIN)
                .until(() -> handledArrivals().size() == expected);
    }

    @AfterEach
    void stop() {
        nodes.forEach(InProcessNode::close);
    }

    @Test
    void aNodeThatLeavesIsSeenByAllAndHandledByTheNearest() {
        start(15);
        RingMember leaver = leave(7);
        int nearest = RingView.get(nodes.get(0).node().system())
                .ring()
                .where(member -> member.number() != 7)
                .nearest(RingPosition.of(leaver.node()))
                .orElseThrow()
                .number();

        await("all see it").atMost(SEEN_WITHIN).until(() -> seers(leaver).size() >= 14);
        await("it is noted that it was handled").atMost(SEEN_WITHIN).until(() -> isSettled(leaver));
        assertThat(seers(leaver)).hasSize(14).doesNotHaveDuplicates().doesNotContain(7);
        assertThat(handlers(leaver)).containsExactly(nearest);
        assertThat(handledArrivals()).doesNotHaveDuplicates();
    }

    @Test
    void nodesThatLeaveTogetherAreEachHandledOnce() throws Exception {
        start(7);
        List<RingMember> leavers = new ArrayList<>();
        List<Thread> closing = new ArrayList<>();
        for (int number : List.of(2, 3, 6)) {
            leavers.add(member(number));
            Thread thread = new Thread(() -> nodes.get(number - 1).close());
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            thread.join();
        }

        for (RingMember leaver : leavers) {
            await("it is noted that it was handled").atMost(SEEN_WITHIN).until(() -> isSettled(leaver));
            // One that has begun may have left itself before it was noted that it was done.
            assertThat(handlers(leaver).stream()
                            .filter(by -> !leavers.contains(member(by)))
                            .toList())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void whoDiesWhileItHandlesADepartureIsReplaced() {
        start(5);
        RingMember leaver = member(5);
        for (int number = 1; number <= 5; number++) {
            slow.add(number);
        }
        nodes.get(4).close();
        await("one begins").atMost(SEEN_WITHIN).until(() -> handlers(leaver).size() == 1);
        int first = handlers(leaver).get(0);
        slow.clear();
        RingMember handler = member(first);
        InProcessNode other = nodes.get(first == 1 ? 1 : 0);
        Cluster cluster = Cluster.get(other.node().system());
        cluster.manager()
                .tell(new Down(Cluster.get(nodes.get(first - 1).node().system())
                        .selfMember()
                        .address()));

        await("another one takes over")
                .atMost(SEEN_WITHIN)
                .until(() -> handlers(leaver).size() == 2);
        assertThat(handlers(leaver).get(1)).isNotEqualTo(first);
        await("the handler's own departure is handled")
                .atMost(SEEN_WITHIN)
                .until(() -> handlers(handler).size() == 1);
    }

    @Test
    void aDepartureThatNobodyHasSeenIsHandledWhenTheClusterIsBack() {
        start(1);
        RingMember last = member(1);
        nodes.remove(0).close();
        seen.clear();
        InProcessNode again = InProcessNode.startReady(
                1, folder, folder.resolve("store.db"), "substrate.record.local-scan-interval = 1s");
        nodes.add(again);
        carry(1, again);

        await("it is noted that it was handled").atMost(SEEN_WITHIN).until(() -> isSettled(last));
        assertThat(handlers(last)).containsExactly(1);
    }

    private boolean isSettled(RingMember leaver) {
        String id = leaver.node().hex() + "." + Long.toHexString(leaver.incarnation());
        return Records.on(nodes.get(0).node())
                .get(RecordType.json("member").key(id))
                .toCompletableFuture()
                .join()
                .filter(life -> life.value().text().matches(".*\"departure\":\\{.*\"ledger\":\\{[^}]*\"done\":true.*"))
                .isPresent();
    }

    private RingMember leave(int number) {
        RingMember leaver = member(number);
        nodes.get(number - 1).close();
        return leaver;
    }

    private RingMember member(int number) {
        return RingView.get(nodes.get(number - 1).node().system()).self();
    }

    private List<Integer> seers(RingMember subject) {
        return seen.stream()
                .filter(one -> one.event() instanceof NodeDeparted departed
                        && departed.node().equals(subject))
                .map(Seen::by)
                .toList();
    }

    private List<Integer> handlers(RingMember subject) {
        return seen.stream()
                .filter(one -> one.event() instanceof NodeDeparted departed
                        && departed.node().equals(subject)
                        && departed.handling() != null)
                .map(Seen::by)
                .toList();
    }

    private List<Integer> handledArrivals() {
        return seen.stream()
                .filter(one -> one.event() instanceof NodeArrived arrived && arrived.handling() != null)
                .map(one -> ((NodeArrived) one.event()).node().number())
                .toList();
    }

    private void carry(int number, InProcessNode node) {
        Services.register(
                node.node(),
                Service.named(
                                "ledger",
                                ServiceEvent.class,
                                context -> Behaviors.receiveMessage(event -> {
                                    onEvent(number, event);
                                    return Behaviors.same();
                                }))
                        .onEvent(event -> event instanceof NodeArrived || event instanceof NodeDeparted ? event : null)
                        .build());
    }

    private void onEvent(int number, ServiceEvent event) {
        seen.add(new Seen(number, event));
        if (event instanceof NodeDeparted departed && departed.handling() != null && !slow.contains(number)) {
            departed.handling().done();
        }
        if (event instanceof NodeArrived arrived && arrived.handling() != null) {
            arrived.handling().done();
        }
    }
}
