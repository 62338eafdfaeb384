package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.message.Wire.Delivered;
import dev.substrate.service.internal.message.Wire.Ending;
import dev.substrate.service.internal.message.Wire.Manner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A letter is handled at most once, whatever its receivers say and in whatever way they go away. */
class LetterCallPropertyTest {

    private static final Set<Ending> NOTHING_DONE =
            EnumSet.of(Ending.NOT_CARRIED, Ending.PASSIVE, Ending.UNAVAILABLE, Ending.INSTEAD, Ending.REFUSED);
    private static final List<Ending> ENDINGS = List.copyOf(EnumSet.allOf(Ending.class));
    private static final NodeId SELF = AnycastWalkTest.node(1, 1, 0);

    /** What happens to a letter at a node: an answer, its end, or silence. */
    private static final int AWAY = 9;

    private static final int SILENT = AWAY + 1;

    @Property(tries = 2_000)
    void itEndsOnceAndGoesOnOnlyWhereNothingWasDone(
            @ForAll @IntRange(max = 8) int nodes,
            @ForAll @IntRange(min = 1, max = 10) int hopsMax,
            @ForAll @Size(30) List<@IntRange(max = 10) Integer> events,
            @ForAll Random random) {
        Neighbours office = new Neighbours(nodes);
        List<LetterCall.Result> results = new ArrayList<>();
        LetterCall call = new LetterCall(
                new Wire.Letter("s", "id", Method.GET, "", null, "c", new TransactionId("t"), SELF),
                Place.EVERYWHERE,
                Manner.ASK,
                0,
                hopsMax,
                results::add);
        call.start(office);
        boolean perhapsDone = false;
        int told = 0;
        while (results.isEmpty()) {
            assertThat(office.sentTo).as("one at a time").hasSize(told + 1);
            RingMember at = office.sentTo.get(told);
            int event = events.get(told++);
            if (event == AWAY) {
                perhapsDone = true;
                call.onAway(office, at);
            } else if (event >= SILENT) {
                perhapsDone = true;
                call.onSilence(office, at);
            } else {
                Ending ending = ENDINGS.get(event);
                perhapsDone = !NOTHING_DONE.contains(ending);
                call.onAnswer(office, at, new Delivered(0, at.node(), ending, "r", null, office.some(random)));
            }
            if (perhapsDone) {
                assertThat(results)
                        .as("nobody else gets what may have been handled")
                        .hasSize(1);
            }
        }
        assertThat(office.sentTo).hasSize(told).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(hopsMax);
        assertThat(results).hasSize(1);
        if (results.get(0) instanceof LetterCall.Nobody) {
            assertThat(perhapsDone).isFalse();
        }
    }

    private static final class Neighbours implements Call.Office {
        private final Map<NodeId, Peer> peers = new TreeMap<>();
        private final List<RingMember> sentTo = new ArrayList<>();

        Neighbours(int count) {
            IntStream.range(0, count)
                    .mapToObj(i -> new RingMember(AnycastWalkTest.node(1, 1, i), i, i, "host:" + i))
                    .forEach(member -> peers.put(member.node(), new Peer(member, ref())));
        }

        List<NodeId> some(Random random) {
            return peers.keySet().stream()
                    .filter(node -> random.nextInt(3) == 0)
                    .toList();
        }

        @Override
        @SuppressWarnings("NullAway")
        public ActorRef<PostOffice.Message> ref() {
            // Nothing is told to anybody.
            return null;
        }

        @Override
        public NodeId self() {
            return SELF;
        }

        @Override
        public Ring ring() {
            return Ring.of(peers.values().stream().map(Peer::member).toList());
        }

        @Override
        public Map<NodeId, Peer> reachable(Name name) {
            return peers;
        }

        @Override
        public Set<NodeId> unreachable(Name name) {
            return Set.of();
        }

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public Random random() {
            return new Random(1);
        }

        @Override
        public void send(Call call, Peer to, long deadlineNanos, LongFunction<Wire.Order> order) {
            sentTo.add(to.member());
        }
    }
}
