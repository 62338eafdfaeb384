package dev.substrate.store.contract;

import dev.substrate.store.SnapshotRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What was tried and seen with the snapshots of one entity. Each content is unique. Safe for use by several threads. */
final class SnapshotHistory {

    /** A snapshot with its content; sequence -1 is "there is none". */
    record Snapshot(long sequence, String content) {}

    private record Seen(Snapshot snapshot, long start, long end) {}

    private final String entity;
    private final AtomicLong clock;
    private final List<Attempt<Snapshot>> attempts = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    SnapshotHistory(String entity, AtomicLong clock) {
        this.entity = entity;
        this.clock = clock;
    }

    synchronized Attempt<Snapshot> attempt(long epoch, long sequence, String content) {
        var attempt = new Attempt<>(new Snapshot(sequence, content), epoch, clock.incrementAndGet());
        attempts.add(attempt);
        return attempt;
    }

    /** Notes which snapshot an owner was given who was still the owner afterwards. */
    synchronized void saw(Optional<SnapshotRow> chosen, long start) {
        Snapshot snapshot =
                chosen.map(row -> new Snapshot(row.sequence(), row.snapshot())).orElse(new Snapshot(-1, ""));
        seen.add(new Seen(snapshot, start, clock.incrementAndGet()));
    }

    synchronized long acknowledged() {
        return attempts.stream().filter(Attempt::acknowledged).count();
    }

    /** Fails if what was acknowledged and seen does not fit together. */
    synchronized void check() {
        for (Seen now : seen) {
            require(
                    now.snapshot.sequence() == -1
                            || attempts.stream()
                                    .anyMatch(attempt -> attempt.what().equals(now.snapshot)
                                            && attempt.start() < now.end
                                            && attempt.mayHaveBeenChosen()),
                    "a snapshot was chosen that nobody saved, or whose writer had lost its fence",
                    now);
            for (Attempt<Snapshot> attempt : attempts) {
                require(
                        !attempt.acknowledged()
                                || attempt.end() >= now.start
                                || attempt.what().sequence() <= now.snapshot.sequence(),
                        "an acknowledged snapshot is lost",
                        attempt,
                        now);
            }
        }
    }

    private void require(boolean holds, String what, Object... which) {
        if (!holds) {
            throw new AssertionError(entity + ": " + what + ": " + List.of(which));
        }
    }
}
