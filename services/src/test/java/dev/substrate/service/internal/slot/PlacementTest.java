package dev.substrate.service.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.ring.RingMember;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void aHundredServicesOnThreeNodesAreSpreadAsEvenlyAsCanBe() {
        World world = new World(3);
        for (int i = 0; i < 100; i++) {
            world.declare("service-" + i, List.of("1"), Set.of());
        }
        world.settle(64);
        assertThat(world.loads()).containsExactly(33, 33, 34);
    }

    @Test
    void aNodeThatComesIsGivenItsShareAndNothingMoreMoves() {
        World world = new World(2);
        for (int i = 0; i < 99; i++) {
            world.declare("service-" + i, List.of("1"), Set.of());
        }
        world.settle(8);
        Map<String, Set<Integer>> before = world.holders();
        world.start(3);
        world.settle(8);

        assertThat(world.loads()).containsExactly(33, 33, 33);
        assertThat(world.moves()).isEqualTo(33);
        assertThat(world.holders().entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey()))))
                .hasSize(33)
                .allMatch(entry -> entry.getValue().equals(Set.of(3)));
    }

    @Test
    void whatADeadNodeHeldGoesToOthersAndNothingElseMoves() {
        World world = new World(3);
        for (int i = 0; i < 100; i++) {
            world.declare("service-" + i, List.of("1"), Set.of());
        }
        world.settle(8);
        int moved = world.moves();
        world.kill(2);
        world.settle(8);

        assertThat(world.loads()).containsExactly(50, 50);
        assertThat(world.moves()).isEqualTo(moved);
    }

    @Test
    void noSlotIsTakenFromANodeThatCannotBeReachedButIsStillAMember() {
        World world = new World(3);
        world.declare("a", List.of("1", "2", "3"), Set.of());
        world.settle(8);
        world.cutOff(2);
        world.settle(8);
        assertThat(world.holders().get("a")).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void noSlotIsTakenWhileTheMembersMove() {
        World world = new World(3);
        world.declare("a", List.of("1", "2", "3"), Set.of());
        world.settle(8);
        world.kill(2);
        PlacementView view = world.view();
        assertThat(Placement.plan(
                        new PlacementView(view.candidates(), view.alive(), false, view.tables(), Set.of()), 8))
                .isEmpty();
    }

    @Test
    void servicesThatExcludeEachOtherAreOnDifferentNodesInWhicheverDirectionItWasSaid() {
        World world = new World(3);
        world.declare("network", List.of("1"), Set.of("api", "web"));
        world.declare("api", List.of("1"), Set.of());
        world.declare("web", List.of("1"), Set.of("api"));
        world.settle(8);
        assertThat(world.together()).isEmpty();
        assertThat(world.free()).isZero();
    }

    @Test
    void exclusionIsWaivedWhenThereAreTooFewNodesAndHoldsAgainWhenThereAreEnough() {
        World world = new World(2);
        world.declare("network", List.of("1"), Set.of("api", "web"));
        world.declare("api", List.of("1"), Set.of("web"));
        world.declare("web", List.of("1"), Set.of());
        world.settle(8);
        assertThat(world.free()).isZero();
        assertThat(world.together()).isNotEmpty();

        world.start(3);
        world.settle(8);
        assertThat(world.free()).isZero();
        assertThat(world.together()).isEmpty();
    }

    @Test
    void aNodeThatDoesNotCarryTheServiceOrIsBarredOrHasJustFailedGetsNoSlot() {
        World world = new World(3);
        world.declare("a", List.of("1", "2", "3"), Set.of());
        world.bar("a", 1);
        world.rest("a", 2);
        world.settle(8);
        assertThat(world.holders().get("a")).containsExactly(3);
    }

    @Test
    void aServiceThatWorksIsNotMovedToANodeWhereItFailed() {
        World world = new World(1);
        world.declare("a", List.of("1"), Set.of());
        world.declare("b", List.of("1"), Set.of());
        world.settle(8);
        world.fail("a", 2);
        world.fail("b", 2);
        world.start(2);
        world.settle(8);
        assertThat(world.loads()).containsExactly(0, 2);
        world.kill(1);
        world.settle(8);
        assertThat(world.loads()).containsExactly(2);
    }

    @Test
    void aZoneHasItsOwnSlots() {
        RingMember here = Nodes.member(1);
        PlacedTable.TableId zone = new PlacedTable.TableId(
                "a", dev.substrate.record.Place.of(dev.substrate.record.Scope.ZONE, here.node()));
        SlotRule rule = new SlotRule(dev.substrate.record.Scope.ZONE, List.of("1"), Set.of());
        Candidate inZone = new Candidate(here, Map.of("a", rule));
        assertThat(inZone.suits(zone)).isTrue();
        assertThat(inZone.suits(new PlacedTable.TableId("a", dev.substrate.record.Place.zone(7, 7))))
                .isFalse();
        assertThat(inZone.suits(new PlacedTable.TableId("a", dev.substrate.record.Place.EVERYWHERE)))
                .isFalse();
    }
}
