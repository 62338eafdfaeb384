package dev.substrate.service.internal.message;

import dev.substrate.ring.RingMember;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was sent and is not answered: to which life of a node, and until when it is waited for. Each sending has a number of its own, so an answer to a call that has ended,
 * or to an earlier attempt of it, finds nothing here.
 *
 * @param <C> what waits
 */
final class Pending<C> {

    /** Something that was sent. */
    record Sent<C>(long number, C call, RingMember to, long deadlineNanos) {}

    private final Map<Long, Sent<C>> byNumber = new HashMap<>();
    private final TreeSet<Sent<C>> byDeadline = new TreeSet<>(Comparator.<Sent<C>>comparingLong(
                    // The difference, as nanoTime may begin anywhere and wrap.
                    sent -> sent.deadlineNanos() - originNanos())
            .thenComparingLong(Sent::number));
    private final long originNanos;
    private long lastNumber;

    Pending(long originNanos) {
        this.originNanos = originNanos;
    }

    private long originNanos() {
        return originNanos;
    }

    /** Notes that something is about to be sent, and returns its number. */
    long add(C call, RingMember to, long deadlineNanos) {
        Sent<C> sent = new Sent<>(++lastNumber, call, to, deadlineNanos);
        byNumber.put(sent.number(), sent);
        byDeadline.add(sent);
        return sent.number();
    }

    /** Returns what waits for an answer of this number; it goes on waiting. */
    Optional<Sent<C>> find(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Forgets what waits for an answer of this number, and returns it. */
    Optional<Sent<C>> remove(long number) {
        Optional<Sent<C>> sent = Optional.ofNullable(byNumber.remove(number));
        sent.ifPresent(byDeadline::remove);
        return sent;
    }

    /** Forgets and returns what has waited for long enough, the longest first. */
    List<Sent<C>> expired(long nowNanos) {
        List<Sent<C>> expired = new ArrayList<>();
        while (!byDeadline.isEmpty() && nowNanos - byDeadline.first().deadlineNanos() >= 0) {
            Sent<C> first = byDeadline.first();
            remove(first.number());
            expired.add(first);
        }
        return expired;
    }

    /** Forgets and returns what this life of a node will not answer any more, in the order in which it was sent. */
    List<Sent<C>> lostWith(RingMember member) {
        List<Sent<C>> lost = byNumber.values().stream()
                .filter(sent ->
                        sent.to().node().equals(member.node()) && sent.to().incarnation() == member.incarnation())
                .sorted(Comparator.comparingLong(Sent::number))
                .toList();
        lost.forEach(sent -> remove(sent.number()));
        return lost;
    }

    int size() {
        return byNumber.size();
    }
}
