package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.OTHER;
import static dev.substrate.service.internal.host.HostFixture.SELF;
import static dev.substrate.service.internal.host.HostFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.node.RingView;
import dev.substrate.record.Scope;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotCoordinatorTest {

    private final HostFixture world = new HostFixture();
    private final Map<Long, ActorRef<ServiceDesk.Command>> desks = new ConcurrentHashMap<>();
    private final Set<Long> leaving = ConcurrentHashMap.newKeySet();
    private final TestProbe<ServiceDesk.Look> looks = world.kit.createTestProbe();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTableIsMadeAndItsSlotGrantedAndTheHolderTold() {
        RingMember turn = turn(SELF, OTHER);
        ActorRef<SlotCoordinator.Command> coordinator = coordinator(turn, world.seen);
        coordinator.tell(new SlotCoordinator.RingMoved(world.seen.get()));

        await().until(() -> holders().size() == 1);
        assertThat(looks.receiveMessage().service()).isEqualTo("greeter");
        assertThat(world.table().lastToken()).isEqualTo(1);
    }

    @Test
    void onlyTheNodeNearestToThePointOfTheRingGivesSlots() {
        RingMember turn = turn(SELF, OTHER);
        RingMember rests = turn.equals(SELF) ? OTHER : SELF;
        coordinator(rests, world.seen).tell(new SlotCoordinator.RingMoved(world.seen.get()));
        looks.expectNoMessage(HostFixture.quiet());
        assertThat(world.records.read(TABLE).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void aSlotIsTakenFromALifeThatIsGoneAndGrantedInTheSameWrite() {
        world.table(new SlotCommand.Grant(
                "1",
                new dev.substrate.service.internal.slot.Holder(
                        HostFixture.member(9).node().hex(), 99, 9)));
        RingMember turn = turn(SELF, OTHER);
        coordinator(turn, world.seen).tell(new SlotCoordinator.RingMoved(world.seen.get()));

        await().until(() -> !world.table().holds(1, 99));
        assertThat(world.table().held()).extracting(Slot::token).containsExactly(2L);
        assertThat(looks.receiveMessage().version()).isEqualTo(3);
    }

    @Test
    void aSlotOfAMemberThatIsNotUpIsLeftToIt() {
        world.table(new SlotCommand.Grant(
                "1",
                new dev.substrate.service.internal.slot.Holder(
                        HostFixture.member(9).node().hex(), 99, 9)));
        RingMember turn = turn(SELF, OTHER);
        world.seen.set(new RingView.Seen(
                world.seen.get().ring(),
                world.seen.get().reachable(),
                Set.of(SELF.incarnation(), OTHER.incarnation(), 99L)));
        coordinator(turn, world.seen).tell(new SlotCoordinator.RingMoved(world.seen.get()));
        looks.expectNoMessage(HostFixture.quiet());
        assertThat(world.table().holds(1, 99)).isTrue();
    }

    @Test
    void twoThatBothThinkItIsTheirTurnDoNoHarm() {
        turn(SELF, OTHER);
        for (RingMember member : List.of(SELF, OTHER)) {
            Ring own = Ring.of(List.of(member));
            RingView.Seen split = new RingView.Seen(
                    world.seen.get().ring(), own, world.seen.get().incarnations());
            coordinator(member, new AtomicReference<>(split)).tell(new SlotCoordinator.RingMoved(split));
        }
        await().until(() -> holders().size() == 1);
        looks.receiveMessage();
        looks.expectNoMessage(HostFixture.quiet());
        assertThat(world.table().lastToken()).isEqualTo(1);
    }

    @Test
    void aNodeThatLeavesOrHasJustFailedIsPassedOver() {
        RingMember turn = turn(SELF, OTHER);
        leaving.add(OTHER.incarnation());
        world.table(HostFixture.grantTo(SELF), new SlotCommand.GiveBack(1, true));
        long began = System.nanoTime();
        ActorRef<SlotCoordinator.Command> coordinator = coordinator(turn, world.seen);
        coordinator.tell(new SlotCoordinator.RingMoved(world.seen.get()));

        await().until(() -> holders().equals(List.of(SELF.node().hex())));
        assertThat(System.nanoTime() - began)
                .isGreaterThan(world.settings().failureBackoffMin().toNanos());
    }

    private List<String> holders() {
        return world.records.read(TABLE).toCompletableFuture().join().stream()
                .flatMap(table -> table.table().held().stream())
                .map(slot -> slot.holder().node())
                .toList();
    }

    /** Makes desks for members, and returns the one whose turn it is. */
    private RingMember turn(RingMember... members) {
        for (RingMember member : members) {
            desks.put(member.incarnation(), world.kit.spawn(Behaviors.receiveMessage(message -> {
                if (message instanceof ServiceDesk.Ask ask) {
                    ask.replyTo()
                            .tell(new ServiceDesk.Report(
                                    member,
                                    leaving.contains(member.incarnation()),
                                    List.of(new ServiceDesk.Carried(
                                            "greeter",
                                            new SlotRule(Scope.GLOBAL, List.of("1"), Set.of()),
                                            0,
                                            HostStatus.NEW))));
                } else if (message instanceof ServiceDesk.Look look) {
                    looks.getRef().tell(look);
                }
                return Behaviors.same();
            })));
        }
        return SlotCoordinator.at(world.seen.get()).orElseThrow();
    }

    private ActorRef<SlotCoordinator.Command> coordinator(RingMember self, AtomicReference<RingView.Seen> seen) {
        return world.kit.spawn(SlotCoordinator.create(new SlotCoordinator.Environment(
                () -> self,
                seen::get,
                member -> desks.get(member.incarnation()),
                world.records,
                world.settings(),
                System::nanoTime)));
    }
}
