package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.CounterModel;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.history.SetModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Workloads for the models of {@link dev.substrate.testkit.history}. Keys are {@code key-1} and so on. No value is written
 * twice, so that whoever reads one is known to have seen that write. Each ends with a read of every key.
 */
public final class Workloads {

    private static final int PERCENT = 100;

    private Workloads() {}

    /** Reads and writes registers, for {@link RegisterModel}. */
    public static Workload registers(int keys, int readPercent) {
        AtomicLong values = new AtomicLong();
        return new Drawn(
                keys,
                readPercent,
                new RegisterModel.Read(),
                random -> new RegisterModel.Write(values.incrementAndGet()));
    }

    /**
     * Reads registers, and replaces their values if they are as expected, for {@link RegisterModel}. The expected value is
     * any of the last few that were offered, to whichever key, so many are refused by the condition.
     */
    public static Workload compareAndSet(int keys, int readPercent) {
        AtomicLong values = new AtomicLong();
        return new Drawn(keys, readPercent, new RegisterModel.Read(), random -> {
            long next = values.incrementAndGet();
            long expected = Math.max(0, next - 1 - random.nextInt(2 * keys));
            return new RegisterModel.CompareAndSet(expected == 0 ? null : expected, next);
        });
    }

    /** Reads counters and adds to them, for {@link CounterModel} and for {@link dev.substrate.testkit.history.LostUpdates}. */
    public static Workload counters(int keys, int readPercent) {
        return new Drawn(keys, readPercent, new CounterModel.Read(), random -> CounterModel.increment());
    }

    /** Reads sets and adds elements to them, for {@link SetModel} and for {@link dev.substrate.testkit.history.LostUpdates}. */
    public static Workload sets(int keys, int readPercent) {
        AtomicLong elements = new AtomicLong();
        return new Drawn(
                keys, readPercent, new SetModel.Read(), random -> new SetModel.Add(elements.incrementAndGet()));
    }

    private record Drawn(int keys, int readPercent, Action read, Function<SplittableRandom, Action> change)
            implements Workload {

        Drawn {
            if (keys < 1 || readPercent < 0 || readPercent > PERCENT) {
                throw new IllegalArgumentException(
                        "At least one key and 0 to 100 % reads, not " + keys + " and " + readPercent + " %");
            }
        }

        @Override
        public Step next(SplittableRandom random) {
            String key = key(1 + random.nextInt(keys));
            return new Step(key, random.nextInt(PERCENT) < readPercent ? read : change.apply(random));
        }

        @Override
        public List<Step> last() {
            return IntStream.rangeClosed(1, keys)
                    .mapToObj(number -> new Step(key(number), read))
                    .toList();
        }

        private static String key(int number) {
            return "key-" + number;
        }
    }
}
