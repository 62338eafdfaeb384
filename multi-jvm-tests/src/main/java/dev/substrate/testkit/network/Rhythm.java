package dev.substrate.testkit.network;

import java.time.Duration;
import java.util.Random;

/**
 * How long a flapping link is cut and whole in turn: random times between bounds, the same ones for the same seed.
 *
 * @param seed decides the times
 * @param cutMin the shortest cut
 * @param cutMax the longest cut
 * @param wholeMin the shortest time between two cuts
 * @param wholeMax the longest time between two cuts
 */
public record Rhythm(long seed, Duration cutMin, Duration cutMax, Duration wholeMin, Duration wholeMax) {

    /** Refuses bounds that are not in order. */
    public Rhythm {
        if (cutMin.isNegative()
                || cutMin.compareTo(cutMax) > 0
                || wholeMin.isNegative()
                || wholeMin.compareTo(wholeMax) > 0) {
            throw new IllegalArgumentException("Each shortest time is at most as long as the longest");
        }
    }

    /** Returns a rhythm with cuts, and times between them, of 200 ms to 2 s. */
    public static Rhythm seeded(long seed) {
        Duration min = Duration.ofMillis(200);
        Duration max = Duration.ofSeconds(2);
        return new Rhythm(seed, min, max, min, max);
    }

    /** Returns a rhythm with other cuts. */
    public Rhythm cutFor(Duration min, Duration max) {
        return new Rhythm(seed, min, max, wholeMin, wholeMax);
    }

    /** Returns a rhythm with other times between cuts. */
    public Rhythm wholeFor(Duration min, Duration max) {
        return new Rhythm(seed, cutMin, cutMax, min, max);
    }

    Duration nextCut(Random chance) {
        return between(cutMin, cutMax, chance);
    }

    Duration nextWhole(Random chance) {
        return between(wholeMin, wholeMax, chance);
    }

    private static Duration between(Duration min, Duration max, Random chance) {
        long range = max.minus(min).toMillis();
        return min.plusMillis((long) (chance.nextDouble() * (range + 1)));
    }
}
