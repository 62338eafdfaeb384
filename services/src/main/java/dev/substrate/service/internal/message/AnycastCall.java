package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.message.AnycastWalk.Ask;
import dev.substrate.service.internal.message.AnycastWalk.Finished;
import dev.substrate.service.internal.message.AnycastWalk.Step;
import dev.substrate.service.internal.message.Wire.Post;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** An anycast on its way from subscriber to subscriber. */
final class AnycastCall implements Call {

    private final Post post;
    private final AnycastOptions options;
    private final long deadlineNanos;
    private final Duration offerTimeout;
    private final BiConsumer<Finished, String> result;
    private AnycastWalk walk;

    /** @param result is told how it ended, and if nothing was sent, why not */
    AnycastCall(
            Post post,
            AnycastOptions options,
            long deadlineNanos,
            Duration offerTimeout,
            BiConsumer<Finished, String> result) {
        this.post = post;
        this.options = options;
        this.deadlineNanos = deadlineNanos;
        this.offerTimeout = offerTimeout;
        this.result = result;
        this.walk = new AnycastWalk(List.of(), options.attemptsMax(), post.entity());
    }

    @Override
    public Name name() {
        return new Name.Subscribers(post.topic());
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void notStarted(String reason) {
        result.accept(walk.outOfTime(), reason);
    }

    @Override
    public void start(Office office) {
        List<NodeId> nodes =
                AnycastWalk.ordered(office.reachable(name()).keySet(), options.order(), office.self(), office.random());
        walk = new AnycastWalk(nodes, options.attemptsMax(), post.entity());
        proceed(office, walk.next());
    }

    @Override
    public void onAnswer(Office office, RingMember from, Wire.Answer answer) {
        if (answer instanceof Wire.Proposed proposed) {
            walk.proposed(proposed.service());
        } else if (answer instanceof Wire.Judged judged) {
            proceed(
                    office,
                    walk.judged(judged.service(), judged.verdict(), judged.reason(), judged.rest(), judged.more()));
        } else if (answer instanceof Wire.NoneLeft) {
            proceed(office, walk.noneLeft());
        }
    }

    @Override
    public void onAway(Office office, RingMember node) {
        proceed(office, walk.away(node.label() + " went away while it was asked"));
    }

    @Override
    public void onSilence(Office office, RingMember node) {
        if (office.nowNanos() - deadlineNanos >= 0) {
            proceed(office, walk.timedOut("no answer within the deadline"));
        } else {
            proceed(office, walk.silent("no answer within " + offerTimeout.toMillis() + " ms"));
        }
    }

    private void proceed(Office office, Step first) {
        Step step = first;
        while (step instanceof Ask ask) {
            Peer peer = office.reachable(Name.Office.OFFICE).get(ask.node());
            if (office.nowNanos() - deadlineNanos >= 0) {
                step = walk.outOfTime();
            } else if (peer == null) {
                // It has gone away before it was asked.
                step = walk.noneLeft();
            } else {
                ask(office, peer, ask);
                return;
            }
        }
        result.accept((Finished) step, "");
    }

    private void ask(Office office, Peer peer, Ask ask) {
        Post left = new Post(post.topic(), ask.entity(), post.correlation(), post.transaction(), post.sender());
        long waitNanos = Math.min(offerTimeout.toNanos(), deadlineNanos - office.nowNanos());
        office.send(
                this,
                peer,
                office.nowNanos() + waitNanos,
                number -> new Wire.Propose(number, office.ref(), left, ask.after()));
    }
}
