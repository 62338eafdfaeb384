package dev.substrate.service.internal.member;

import static dev.substrate.service.internal.member.MemberChange.ARRIVAL;
import static dev.substrate.service.internal.member.MemberChange.DEPARTURE;
import static dev.substrate.service.internal.member.Members.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DutiesTest {

    private static final Carriers ALL = (service, ring) -> ring;
    private static final Set<String> SERVICES = Set.of("s");

    @Test
    void theNearestHandlesItAndTheOthersAreTold() {
        RingMember gone = member(1);
        Ring ring = Ring.of(List.of(member(2), member(3), member(4)));
        RingMember nearest = ring.nearest(RingPosition.of(gone.node())).orElseThrow();
        Duties.Key key = new Duties.Key(DEPARTURE, gone);
        for (RingMember self : ring.members()) {
            Duties duties = new Duties(self, ALL);
            duties.add(key, SERVICES);

            if (self.equals(nearest)) {
                assertThat(duties.turns(ring)).containsOnlyKeys(key).containsValue(Set.of("", "s"));
                assertThat(duties.turns(ring)).isEmpty();
                assertThat(duties.toShow(key)).isEmpty();
            } else {
                assertThat(duties.turns(ring)).isEmpty();
                assertThat(duties.toShow(key)).isEqualTo(SERVICES);
                assertThat(duties.toShow(key)).isEmpty();
            }
        }
    }

    @Test
    void aServiceIsHandledByTheNearestNodeThatCarriesIt() {
        RingMember gone = member(1);
        List<RingMember> near = Ring.of(List.of(member(2), member(3))).byNearness(RingPosition.of(gone.node()));
        RingMember farther = near.get(1);
        Carriers carriers = (service, ring) -> ring.where(farther::equals);
        Duties duties = new Duties(farther, carriers);
        Duties.Key key = new Duties.Key(DEPARTURE, gone);
        duties.add(key, SERVICES);

        assertThat(duties.turns(Ring.of(near))).containsValue(SERVICES);
    }

    @Test
    void aNodeHandlesItsOwnArrivalOnlyWhenItIsAlone() {
        RingMember self = member(1);
        Duties.Key key = new Duties.Key(ARRIVAL, self);
        Duties duties = new Duties(self, ALL);
        duties.add(key, SERVICES);

        assertThat(duties.turns(Ring.of(List.of(self, member(2))))).isEmpty();
        assertThat(duties.turns(Ring.of(List.of(self)))).containsKey(key);
    }

    @Test
    void whoWasAboutToHandleItIsToldAllTheSameIfAnotherOneDid() {
        RingMember gone = member(1);
        RingMember self = member(2);
        Duties.Key key = new Duties.Key(DEPARTURE, gone);
        Duties duties = new Duties(self, ALL);
        duties.add(key, SERVICES);
        duties.turns(Ring.of(List.of(self)));
        Life byOther = Life.of(gone)
                .claim(DEPARTURE, Set.of("", "s"), member(3), life -> true)
                .next()
                .done(DEPARTURE, Set.of("", "s"), member(3));
        duties.settle(key, byOther);
        duties.claimed(key, Set.of("", "s"), Set.of());

        assertThat(duties.toShow(key)).isEqualTo(SERVICES);
        assertThat(duties.open()).isEmpty();
        assertThat(duties.add(key, SERVICES)).isFalse();
    }

    @Test
    void aClaimThatCameToNothingIsMadeAgain() {
        RingMember self = member(2);
        Duties.Key key = new Duties.Key(DEPARTURE, member(1));
        Duties duties = new Duties(self, ALL);
        duties.add(key, SERVICES);
        Ring ring = Ring.of(List.of(self));
        duties.turns(ring);
        duties.notClaimed(key, Set.of("", "s"));

        assertThat(duties.turns(ring)).containsKey(key);
    }

    /**
     * Many nodes depart in any order, handlers among them, at any step of what they do; nodes see it in any order. Each departure is in the
     * end done, and for each service by one node that was there to the end, and nobody was told to handle what another one, still there, was handling.
     */
    @Property(tries = 300)
    void eachDepartureIsHandledByOneNode(@ForAll @IntRange(min = 2, max = 7) int count, @ForAll long seed) {
        World world = new World(count, seed);
        world.run();

        world.assertAllHandledOnce();
    }

    /** Nodes, the records of their lives, and chance. */
    private static final class World {

        private final Random random;
        private final List<RingMember> alive = new ArrayList<>();
        private final List<RingMember> departed = new ArrayList<>();
        private final Map<RingMember, Duties> desks = new HashMap<>();
        private final Map<RingMember, Set<RingMember>> removed = new HashMap<>();
        private final Map<RingMember, Life> records = new HashMap<>();
        private final Map<RingMember, Map<String, RingMember>> told = new HashMap<>();
        private final Map<RingMember, Map<RingMember, Set<String>>> working = new HashMap<>();

        World(int count, long seed) {
            random = new Random(seed);
            IntStream.rangeClosed(1, count).mapToObj(Members::member).forEach(member -> {
                alive.add(member);
                desks.put(member, new Duties(member, ALL));
                removed.put(member, new HashSet<>());
                working.put(member, new HashMap<>());
            });
        }

        void run() {
            int leavers = 1 + random.nextInt(alive.size() - 1);
            for (int step = 0; step < 200; step++) {
                if (departed.size() < leavers && random.nextInt(8) == 0) {
                    departed.add(alive.remove(random.nextInt(alive.size())));
                }
                act(alive.get(random.nextInt(alive.size())));
            }
            while (departed.size() < leavers) {
                departed.add(alive.remove(random.nextInt(alive.size())));
            }
            // From here on nothing goes wrong any more.
            for (int round = 0; round < 3 * departed.size() + 3; round++) {
                alive.forEach(node -> departed.forEach(gone -> see(node, gone)));
                alive.forEach(this::claim);
                alive.forEach(this::finish);
                alive.forEach(this::look);
            }
        }

        private void act(RingMember node) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (!departed.isEmpty()) {
                        see(node, departed.get(random.nextInt(departed.size())));
                    }
                }
                case 1 -> claim(node);
                case 2 -> finish(node);
                default -> look(node);
            }
        }

        private void see(RingMember node, RingMember gone) {
            if (removed.get(node).add(gone)) {
                desks.get(node).add(new Duties.Key(DEPARTURE, gone), SERVICES);
            }
        }

        private void claim(RingMember node) {
            Duties desk = desks.get(node);
            Ring ring = Ring.of(desks.keySet().stream()
                    .filter(member -> !removed.get(node).contains(member))
                    .toList());
            desk.turns(ring).forEach((key, services) -> {
                if (random.nextInt(10) == 0) {
                    desk.notClaimed(key, services);
                    return;
                }
                Life before = records.computeIfAbsent(key.subject(), Life::of);
                Life.Claim claim = before.claim(
                        DEPARTURE,
                        services,
                        node,
                        life -> removed.get(node).stream().noneMatch(gone -> gone.incarnation() == life));
                records.put(key.subject(), claim.next());
                desk.claimed(key, services, claim.granted());
                claim.granted().forEach(service -> {
                    RingMember other = told.computeIfAbsent(key.subject(), subject -> new TreeMap<>())
                            .put(service, node);
                    assertThat(other)
                            .satisfiesAnyOf(
                                    one -> assertThat(one).isNull(),
                                    one -> assertThat(one).isEqualTo(node),
                                    one -> assertThat(departed).contains(one));
                });
                working.get(node).put(key.subject(), claim.granted());
                desk.toShow(key);
                desk.settle(key, claim.next());
            });
        }

        private void finish(RingMember node) {
            working.get(node).forEach((subject, services) -> {
                records.computeIfPresent(subject, (gone, life) -> life.done(DEPARTURE, services, node));
                Duties.Key key = new Duties.Key(DEPARTURE, subject);
                desks.get(node).relieved(key, services);
                desks.get(node).settle(key, records.get(subject));
            });
            working.get(node).clear();
        }

        private void look(RingMember node) {
            Duties desk = desks.get(node);
            desk.open().forEach(key -> {
                desk.toShow(key);
                Life life = records.get(key.subject());
                if (life != null) {
                    desk.settle(key, life);
                }
            });
        }

        void assertAllHandledOnce() {
            for (RingMember gone : departed) {
                assertThat(records.get(gone).settled(DEPARTURE, Set.of("", "s")))
                        .isTrue();
                assertThat(told.get(gone)).containsKeys("", "s");
            }
            alive.forEach(node -> assertThat(desks.get(node).open()).isEmpty());
        }
    }
}
