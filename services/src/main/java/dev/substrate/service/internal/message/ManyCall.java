package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import dev.substrate.ring.RingMember;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The same order to all nodes of a name, at the same time. It ends when each has answered, has gone away, or is silent; what cannot be reached is not asked, and counts as
 * silent.
 */
final class ManyCall implements Call {

    /** What came of it: the answers, and the nodes that did not give one. Or why it was not sent. */
    record Result(Map<NodeId, Wire.Answer> answers, Set<NodeId> silent, String notSent) {}

    /** Makes the order to be sent under a number. */
    interface Maker extends BiFunction<Long, ActorRef<PostOffice.Message>, Wire.Order> {}

    private final Name name;
    private final Place place;
    private final long deadlineNanos;
    private final Maker order;
    private final Consumer<Result> result;
    private final Map<NodeId, Wire.Answer> answers = new HashMap<>();
    private final Set<NodeId> silent = new HashSet<>();
    private int outstanding;

    ManyCall(Name name, Place place, long deadlineNanos, Maker order, Consumer<Result> result) {
        this.name = name;
        this.place = place;
        this.deadlineNanos = deadlineNanos;
        this.order = order;
        this.result = result;
    }

    @Override
    public Name name() {
        return name;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void notStarted(String reason) {
        result.accept(new Result(Map.of(), Set.of(), reason));
    }

    @Override
    public void start(Office office) {
        List<Peer> peers = office.reachable(name).values().stream()
                .filter(peer -> Nearest.isIn(place, peer.node()))
                .toList();
        office.unreachable(name).stream()
                .filter(node -> Nearest.isIn(place, node))
                .forEach(silent::add);
        outstanding = peers.size();
        for (Peer peer : peers) {
            office.send(this, peer, deadlineNanos, number -> order.apply(number, office.ref()));
        }
        endIfComplete();
    }

    @Override
    public void onAnswer(Office office, RingMember from, Wire.Answer answer) {
        answers.put(from.node(), answer);
        outstanding--;
        endIfComplete();
    }

    @Override
    public void onAway(Office office, RingMember node) {
        silent.add(node.node());
        outstanding--;
        endIfComplete();
    }

    @Override
    public void onSilence(Office office, RingMember node) {
        onAway(office, node);
    }

    private void endIfComplete() {
        if (outstanding == 0) {
            result.accept(new Result(Map.copyOf(answers), Set.copyOf(silent), ""));
        }
    }
}
