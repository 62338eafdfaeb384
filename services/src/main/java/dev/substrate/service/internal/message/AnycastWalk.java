package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions.Order;
import dev.substrate.message.AnycastOutcome.Answer;
import dev.substrate.message.AnycastOutcome.Ending;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An anycast: whom to ask next, and when it has ended. Subscribers on one node are asked in turn, without its being known beforehand how many there are.
 *
 * <p>Told of one answer for each {@link #next}. Knows nothing of time and of what travels.
 */
final class AnycastWalk {

    /** What to do next. */
    sealed interface Step {}

    /**
     * Ask the next subscriber on a node.
     *
     * @param after the service that was asked last on the node; empty for the first
     */
    record Ask(NodeId node, String after, String entity) implements Step {}

    /** Nobody is to be asked any more. */
    record Finished(
            Ending ending, List<Answer> asked, @Nullable String rest) implements Step {}

    private final Deque<NodeId> nodes;
    private final int attemptsMax;
    private final List<Answer> asked = new ArrayList<>();
    private String entity;
    private String after = "";
    private String asking = "";

    /**
     * Begins one.
     *
     * @param nodes where there are subscribers, in the order in which they are to be asked
     * @param attemptsMax how many subscribers are asked at most
     */
    AnycastWalk(List<NodeId> nodes, int attemptsMax, String entity) {
        this.nodes = new ArrayDeque<>(nodes);
        this.attemptsMax = attemptsMax;
        this.entity = entity;
    }

    /** Returns the order in which nodes are asked; by chance within what the order leaves open. */
    static List<NodeId> ordered(Collection<NodeId> nodes, Order order, NodeId self, Random random) {
        // Sorted first, so that the order follows from the random source alone.
        List<NodeId> ordered = new ArrayList<>(nodes.stream().sorted().toList());
        Collections.shuffle(ordered, random);
        if (order == Order.NEAR_FIRST) {
            ordered.sort(Comparator.comparingInt(node -> distance(self, node)));
        }
        return ordered;
    }

    private static int distance(NodeId self, NodeId other) {
        if (self.equals(other)) {
            return 0;
        }
        if (Place.of(Scope.ZONE, self).equals(Place.of(Scope.ZONE, other))) {
            return 1;
        }
        return self.region() == other.region() ? 2 : 3;
    }

    /** Returns what to do now. */
    Step next() {
        asking = "";
        if (nodes.isEmpty()) {
            return finished(Ending.NOBODY);
        }
        if (asked.size() >= attemptsMax) {
            return finished(Ending.ATTEMPTS_SPENT);
        }
        return new Ask(nodes.getFirst(), after, entity);
    }

    /** The node has named the subscriber that it asks. */
    void proposed(String service) {
        asking = service;
    }

    /** The subscriber that was asked has answered. */
    Step judged(String service, Verdict verdict, String reason, @Nullable String rest, boolean more) {
        asked.add(new Answer(nodes.getFirst(), service, verdict, reason));
        if (verdict == Verdict.TAKEN) {
            return new Finished(Ending.TAKEN, asked, null);
        }
        if (verdict == Verdict.PART_TAKEN && rest != null) {
            entity = rest;
        }
        if (more) {
            after = service;
        } else {
            leaveNode();
        }
        return next();
    }

    /** There is no further subscriber on the node that was asked; or it is known that it was not asked at all. */
    Step noneLeft() {
        leaveNode();
        return next();
    }

    /** The node that was asked is gone, with all its subscribers. */
    Step away(String reason) {
        unanswered(reason);
        leaveNode();
        return next();
    }

    /** The subscriber that was asked has been silent for too long: the next one on its node, if the node has named it, may be better. */
    Step silent(String reason) {
        unanswered(reason);
        if (asking.isEmpty()) {
            leaveNode();
        } else {
            after = asking;
        }
        return next();
    }

    /** The deadline of the whole has passed before anybody else could be asked. */
    Finished outOfTime() {
        return finished(Ending.TIMED_OUT);
    }

    /** The deadline of the whole has passed while a subscriber was asked. */
    Finished timedOut(String reason) {
        unanswered(reason);
        return finished(Ending.TIMED_OUT);
    }

    private void unanswered(String reason) {
        asked.add(new Answer(nodes.getFirst(), asking, Verdict.UNANSWERED, reason));
    }

    private void leaveNode() {
        nodes.removeFirst();
        after = "";
    }

    private Finished finished(Ending ending) {
        return new Finished(ending, asked, entity);
    }
}
