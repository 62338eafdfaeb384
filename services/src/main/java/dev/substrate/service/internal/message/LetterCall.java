package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.message.Wire.Delivered;
import dev.substrate.service.internal.message.Wire.Letter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A letter to the service on one node. It goes to another one only after the one before has said that it did nothing with it, and never to the same one twice.
 */
final class LetterCall implements Call {

    private static final String BOUND = "substrate.message.hops-max";

    /** How it ended. */
    sealed interface Result {}

    /** A node has answered, and done something or refused to. */
    record Answered(Delivered answer) implements Result {}

    /** Nobody has done anything. */
    record Nobody(String reason) implements Result {}

    /** It is not known whether anything was done. */
    record Unknown(String reason) implements Result {}

    private final Letter letter;
    private final Place place;
    private final Wire.Manner manner;
    private final long deadlineNanos;
    private final int hopsMax;
    private final Consumer<Result> result;
    private final @Nullable NodeId first;
    private final Set<NodeId> tried = new HashSet<>();
    private int hops;

    LetterCall(
            Letter letter, Place place, Wire.Manner manner, long deadlineNanos, int hopsMax, Consumer<Result> result) {
        this(letter, place, manner, deadlineNanos, hopsMax, result, null, 0);
    }

    private LetterCall(
            Letter letter,
            Place place,
            Wire.Manner manner,
            long deadlineNanos,
            int hopsMax,
            Consumer<Result> result,
            @Nullable NodeId first,
            int hops) {
        this.letter = letter;
        this.place = place;
        this.manner = manner;
        this.deadlineNanos = deadlineNanos;
        this.hopsMax = hopsMax;
        this.result = result;
        this.first = first;
        this.hops = hops;
    }

    /** Returns the call by which a message that nobody waits for goes on to a node that a service has named. */
    static LetterCall passedOn(
            Wire.Deliver order, NodeId to, long deadlineNanos, int hopsMax, Consumer<Result> result) {
        return new LetterCall(
                order.letter(), Place.EVERYWHERE, order.manner(), deadlineNanos, hopsMax, result, to, order.hops() + 1);
    }

    @Override
    public Name name() {
        return new Name.Carriers(letter.service());
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void notStarted(String reason) {
        result.accept(new Nobody(reason));
    }

    @Override
    public void start(Office office) {
        if (first != null) {
            sendTo(office, List.of(first), Place.EVERYWHERE, first + " was named, and cannot be reached");
        } else {
            sendToCarrier(
                    office, "no node in " + place + " that can be reached carries service '" + letter.service() + "'");
        }
    }

    @Override
    public void onAnswer(Office office, RingMember from, Wire.Answer answer) {
        if (!(answer instanceof Delivered delivered)) {
            return;
        }
        switch (delivered.ending()) {
            case OK, NOT_FOUND, REFUSED, FAILED, DELIVERED -> result.accept(new Answered(delivered));
            case UNAVAILABLE -> result.accept(new Nobody("on " + from.label() + ": " + delivered.reason()));
            case NOT_CARRIED -> sendToCarrier(office, delivered.reason());
            case PASSIVE ->
                sendTo(
                        office,
                        delivered.nodes(),
                        place,
                        delivered.reason() + ", and not known to be active where it was not asked yet in " + place);
            case INSTEAD ->
                sendTo(
                        office,
                        delivered.nodes(),
                        Place.EVERYWHERE,
                        delivered.reason() + ", which was asked already or cannot be reached");
        }
    }

    @Override
    public void onAway(Office office, RingMember node) {
        result.accept(new Unknown(node.label() + " went away while it had the message"));
    }

    @Override
    public void onSilence(Office office, RingMember node) {
        result.accept(new Unknown("no answer from " + node.label() + " within the deadline"));
    }

    private void sendToCarrier(Office office, String otherwise) {
        Map<NodeId, Peer> carriers = office.reachable(name());
        send(office, carriers, place, otherwise);
    }

    private void sendTo(Office office, List<NodeId> candidates, Place where, String otherwise) {
        Map<NodeId, Peer> peers = new HashMap<>(office.reachable(Name.Office.OFFICE));
        peers.keySet().retainAll(candidates);
        send(office, peers, where, otherwise);
    }

    private void send(Office office, Map<NodeId, Peer> candidates, Place where, String otherwise) {
        Optional<RingMember> to = Nearest.of(
                letter.id(),
                office.ring(),
                candidates.values().stream().map(Peer::member).toList(),
                where,
                tried);
        if (to.isEmpty()) {
            result.accept(new Nobody(otherwise));
        } else if (hops >= hopsMax) {
            result.accept(new Nobody("the message was passed on " + BOUND + " (" + hopsMax + ") times"));
        } else {
            tried.add(to.get().node());
            int hop = hops++;
            office.send(
                    this,
                    candidates.get(to.get().node()),
                    deadlineNanos,
                    number -> new Wire.Deliver(number, office.ref(), letter, manner, hop));
        }
    }
}
