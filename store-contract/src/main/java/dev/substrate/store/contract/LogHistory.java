package dev.substrate.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What was tried and seen with the log of one entity. Each content is unique. Safe for use by several threads. */
final class LogHistory {

    /** Events that were appended at once. */
    record Batch(long from, List<String> contents) {}

    private record Seen(List<String> contents, long epoch, long start, long end) {}

    private final String entity;
    private final AtomicLong clock;
    private final List<Attempt<Batch>> attempts = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    LogHistory(String entity, AtomicLong clock) {
        this.entity = entity;
        this.clock = clock;
    }

    synchronized Attempt<Batch> attempt(long epoch, long from, List<String> contents) {
        var attempt = new Attempt<>(new Batch(from, contents), epoch, clock.incrementAndGet());
        attempts.add(attempt);
        return attempt;
    }

    /** Notes the log that an owner read who was still the owner afterwards. */
    synchronized void saw(long epoch, List<String> contents, long start) {
        seen.add(new Seen(contents, epoch, start, clock.incrementAndGet()));
    }

    synchronized long acknowledged() {
        return attempts.stream().filter(Attempt::acknowledged).count();
    }

    /** Fails if what was acknowledged and seen does not fit together. */
    synchronized void check() {
        for (Seen now : seen) {
            checkContents(now);
            for (Attempt<Batch> attempt : attempts) {
                if (attempt.acknowledged() && (attempt.end() < now.start || attempt.epoch() < now.epoch)) {
                    require(
                            holds(now.contents, attempt.what()),
                            "acknowledged events are lost, or a former owner's that the next one had not seen",
                            attempt,
                            now);
                }
            }
            for (Seen later : seen) {
                require(
                        now.end > later.start
                                || (later.contents.size() >= now.contents.size()
                                        && later.contents
                                                .subList(0, now.contents.size())
                                                .equals(now.contents)),
                        "what an owner had seen disappeared",
                        now,
                        later);
            }
        }
    }

    /** Every event is one that somebody may have written, and whole batches follow each other. */
    private void checkContents(Seen now) {
        int next = 0;
        while (next < now.contents.size()) {
            long from = next + 1L;
            Attempt<Batch> batch = attempts.stream()
                    .filter(attempt -> attempt.what().from() == from
                            && attempt.start() < now.end
                            && attempt.mayHaveHappened()
                            && holds(now.contents, attempt.what()))
                    .findFirst()
                    .orElse(null);
            require(
                    batch != null,
                    "event " + from + " is nobody's, refused, or of a batch that is not there as a whole",
                    now);
            next += batch == null ? 1 : batch.what().contents().size();
        }
    }

    private static boolean holds(List<String> log, Batch batch) {
        int from = (int) batch.from() - 1;
        int to = from + batch.contents().size();
        return log.size() >= to && log.subList(from, to).equals(batch.contents());
    }

    private void require(boolean holds, String what, Object... which) {
        if (!holds) {
            throw new AssertionError(entity + ": " + what + ": " + List.of(which));
        }
    }
}
