package dev.substrate.benchmark;

import java.time.Duration;
import java.util.List;

/** Guesses how long the rest takes: what was planned for it, stretched as what is done was stretched. */
final class TimeLeft {

    private final List<Duration> planned;
    private int done;
    private Duration elapsed = Duration.ZERO;

    /** @param planned how long each step should take */
    TimeLeft(List<Duration> planned) {
        this.planned = List.copyOf(planned);
    }

    int steps() {
        return planned.size();
    }

    /** Takes note that the next step is done, so long after the beginning. */
    void done(Duration sinceBeginning) {
        done++;
        elapsed = sinceBeginning;
    }

    Duration left() {
        long plannedUntilNow = sumMillis(planned.subList(0, done));
        long plannedFromNow = sumMillis(planned.subList(done, planned.size()));
        return plannedUntilNow == 0
                ? Duration.ofMillis(plannedFromNow)
                : Duration.ofMillis(Math.round((double) plannedFromNow * elapsed.toMillis() / plannedUntilNow));
    }

    private static long sumMillis(List<Duration> durations) {
        return durations.stream().mapToLong(Duration::toMillis).sum();
    }
}
