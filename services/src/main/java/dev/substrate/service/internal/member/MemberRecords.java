package dev.substrate.service.internal.member;

import dev.substrate.node.RingView;
import dev.substrate.record.Dht;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import dev.substrate.ring.RingMember;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;

/** Reads and writes the records of lives. Safe for use by several threads; stages complete as those of {@link Dht} do. */
final class MemberRecords {

    private final Dht dht;
    private final RingMember self;
    private final LongPredicate present;
    private final Duration keptFor;

    MemberRecords(Dht dht, RingView view, Duration keptFor) {
        this.dht = dht;
        this.self = view.self();
        this.present = incarnation -> view.seen().incarnations().contains(incarnation);
        this.keptFor = keptFor;
    }

    /** Says whether a life is not over, as far as this node sees. */
    boolean present(Life life) {
        return present.test(Long.parseLong(life.incarnation()));
    }

    /** Writes the record of this node's own life, if it is not there; fails if it is not certain that it is there. */
    CompletionStage<Void> enter() {
        return dht.putIfAbsent(Life.key(self), Life.of(self)).thenAccept(outcome -> {
            if (!(outcome instanceof WriteOutcome.Conflict)) {
                outcome.orThrow();
            }
        });
    }

    CompletionStage<Optional<Life>> read(Duties.Key key) {
        return dht.get(Life.key(key.subject())).thenApply(found -> found.map(Versioned::value));
    }

    /** Claims a change; fails if it is not known what came of it. To be repeated then. */
    CompletionStage<Life.Claim> claim(Duties.Key key, Set<String> services) {
        AtomicReference<Life.Claim> last = new AtomicReference<>();
        return dht.update(Life.key(key.subject()), current -> {
                    Life before = current == null ? Life.of(key.subject()) : current.value();
                    Life.Claim claim = before.claim(key.change(), services, self, present);
                    last.set(claim);
                    return current != null && claim.next().equals(before) ? null : claim.next();
                })
                .thenApply(outcome -> {
                    if (!(outcome instanceof WriteOutcome.Declined)) {
                        outcome.orThrow();
                    }
                    return last.get();
                });
    }

    /** Notes that this node has done its duty; returns the record as it is then. Fails if it is not known what came of it. To be repeated then. */
    CompletionStage<Optional<Life>> done(Duties.Key key, Set<String> services) {
        AtomicReference<Optional<Life>> last = new AtomicReference<>(Optional.empty());
        WriteOptions options =
                key.change() == MemberChange.DEPARTURE ? WriteOptions.none().timeToLive(keptFor) : WriteOptions.none();
        return dht.update(
                        Life.key(key.subject()),
                        current -> {
                            if (current == null) {
                                last.set(Optional.empty());
                                return null;
                            }
                            Life next = current.value().done(key.change(), services, self);
                            last.set(Optional.of(next));
                            return next.equals(current.value()) ? null : next;
                        },
                        options)
                .thenApply(outcome -> {
                    if (!(outcome instanceof WriteOutcome.Declined)) {
                        outcome.orThrow();
                    }
                    return last.get();
                });
    }
}
