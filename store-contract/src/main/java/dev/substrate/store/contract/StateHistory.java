package dev.substrate.store.contract;

import dev.substrate.store.StateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was tried and seen with the state of one entity. Each content is unique, and each version is meant for the one
 * after the version that its writer had seen, so what must hold is simple to say. Safe for use by several threads.
 */
final class StateHistory {

    /** A version with its content; version 0 is "there is none". */
    record Version(long number, String content) {

        static Version of(Optional<StateRow> row) {
            return row.map(found -> new Version(found.version(), String.valueOf(found.entity())))
                    .orElse(new Version(0, ""));
        }
    }

    private record Seen(Version version, long epoch, long start, long end) {}

    private final String entity;
    private final AtomicLong clock;
    private final List<Attempt<Version>> attempts = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    StateHistory(String entity, AtomicLong clock) {
        this.entity = entity;
        this.clock = clock;
    }

    synchronized Attempt<Version> attempt(long epoch, long version, String content) {
        var attempt = new Attempt<>(new Version(version, content), epoch, clock.incrementAndGet());
        attempts.add(attempt);
        return attempt;
    }

    /** Notes what an owner read that was still the owner afterwards. */
    synchronized void saw(long epoch, Version version, long start) {
        seen.add(new Seen(version, epoch, start, clock.incrementAndGet()));
    }

    synchronized long acknowledged() {
        return attempts.stream().filter(Attempt::acknowledged).count();
    }

    /** Fails if what was acknowledged and seen does not fit together. */
    synchronized void check() {
        for (Attempt<Version> earlier : attempts) {
            for (Attempt<Version> later : attempts) {
                if (earlier != later && earlier.acknowledged() && later.acknowledged()) {
                    require(
                            earlier.what().number() != later.what().number(),
                            "the same version was acknowledged twice",
                            earlier,
                            later);
                    require(
                            earlier.end() > later.start()
                                    || earlier.what().number() < later.what().number(),
                            "a later write has a lower version",
                            earlier,
                            later);
                }
            }
        }
        for (Seen now : seen) {
            require(
                    now.version.number() == 0
                            || attempts.stream()
                                    .anyMatch(attempt -> attempt.what().equals(now.version)
                                            && attempt.start() < now.end
                                            && attempt.mayHaveHappened()),
                    "something was seen that nobody wrote, or whose writer was told that nothing was written",
                    now);
            for (Attempt<Version> attempt : attempts) {
                require(
                        !attempt.acknowledged()
                                || attempt.epoch() >= now.epoch
                                || attempt.what().number() <= now.version.number(),
                        "a former owner was told that something is written which the next one had not seen",
                        now,
                        attempt);
                if (attempt.acknowledged() && attempt.end() < now.start) {
                    require(
                            attempt.what().number() < now.version.number()
                                    || attempt.what().equals(now.version),
                            "an acknowledged write is lost",
                            attempt,
                            now);
                } else if (attempt.acknowledged() && attempt.start() > now.end) {
                    require(
                            attempt.what().number() > now.version.number(),
                            "a write went below what its owner had seen",
                            now,
                            attempt);
                }
            }
            for (Seen later : seen) {
                require(
                        now.end > later.start || now.version.number() <= later.version.number(),
                        "what an owner had seen disappeared",
                        now,
                        later);
            }
        }
    }

    private void require(boolean holds, String what, Object... which) {
        if (!holds) {
            throw new AssertionError(entity + ": " + what + ": " + List.of(which));
        }
    }
}
