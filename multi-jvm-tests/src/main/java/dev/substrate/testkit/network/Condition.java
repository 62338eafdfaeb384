package dev.substrate.testkit.network;

import java.time.Duration;

/**
 * What is wrong with a link in one direction.
 *
 * @param cut whether nothing passes
 * @param delay how much later everything arrives
 * @param jitter by how much more, at random from nothing to this; the order stays
 * @param bytesPerSecond how much passes, or {@link #UNLIMITED}
 * @param loss how probably something is lost, at least 0 and less than 1
 */
public record Condition(boolean cut, Duration delay, Duration jitter, long bytesPerSecond, double loss) {

    /** In place of a number of bytes per second: as many as there are. */
    public static final long UNLIMITED = 0;

    /** Nothing. */
    public static final Condition WHOLE = new Condition(false, Duration.ZERO, Duration.ZERO, UNLIMITED, 0);

    /** Refuses what cannot be. */
    public Condition {
        if (delay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("Nothing arrives before it is sent: " + delay + ", " + jitter);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("A bandwidth is a positive number of bytes per second");
        }
        if (!(loss >= 0 && loss < 1)) {
            throw new IllegalArgumentException("A loss is a probability of less than 1, not " + loss);
        }
    }

    Condition withCut(boolean newCut) {
        return new Condition(newCut, delay, jitter, bytesPerSecond, loss);
    }

    Condition withDelay(Duration newDelay) {
        return new Condition(cut, newDelay, jitter, bytesPerSecond, loss);
    }

    Condition withJitter(Duration newJitter) {
        return new Condition(cut, delay, newJitter, bytesPerSecond, loss);
    }

    Condition withBandwidth(long newBytesPerSecond) {
        return new Condition(cut, delay, jitter, newBytesPerSecond, loss);
    }

    Condition withLoss(double newLoss) {
        return new Condition(cut, delay, jitter, bytesPerSecond, newLoss);
    }

    /** Returns what this condition of a port and that of the whole link come to: the port's goes first, and a cut is a cut. */
    Condition over(Condition wholeLink) {
        return new Condition(
                cut || wholeLink.cut,
                delay.isZero() ? wholeLink.delay : delay,
                jitter.isZero() ? wholeLink.jitter : jitter,
                bytesPerSecond == UNLIMITED ? wholeLink.bytesPerSecond : bytesPerSecond,
                loss == 0 ? wholeLink.loss : loss);
    }
}
