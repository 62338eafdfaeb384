package dev.substrate.benchmark.load;

import com.sun.management.OperatingSystemMXBean;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Puts loads on records, and keeps account of what became of them. */
public final class ClosedLoop {

    /** The scheme of the records that loads read and write. */
    public static final String SCHEME = "load";

    private static final long END_WITHIN_SECONDS = 30;
    private static final int FILLED_AT_ONCE = 64;
    private static final int FILL_ATTEMPTS_MAX = 5;

    private final Target target;
    private final int records;
    private final Ledger ledger;
    private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Makes loads on {@code records} records of Substrate, through its public API. */
    public ClosedLoop(Dht dht, int records) {
        this(new DhtTarget(dht, records), records);
    }

    /** Makes loads on {@code records} records. */
    public ClosedLoop(Target target, int records) {
        this.target = target;
        this.records = records;
        this.ledger = new Ledger(records);
    }

    /** Returns the keys of the records that loads read and write. */
    public static List<RecordKey<Json>> keys(int records) {
        RecordType<Json> type = RecordType.json(SCHEME);
        return IntStream.range(0, records)
                .mapToObj(i -> type.key(Integer.toString(i)))
                .toList();
    }

    /** Writes each record once, so that none is absent, all are in memory, and all are of one size. */
    public void fill(int valueBytes) {
        Values values = new Values(valueBytes, valueBytes);
        SplittableRandom random = new SplittableRandom(valueBytes);
        CompletableFuture<?>[] lanes = IntStream.range(0, FILLED_AT_ONCE)
                .mapToObj(lane -> fill(lane, values, random.split(), 1))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(lanes).join();
    }

    /** Writes a record and those that follow it in its lane; again if need be, as a cluster that was just started may be slow. */
    private CompletableFuture<Void> fill(int record, Values values, SplittableRandom random, int attempt) {
        if (record >= records) {
            return CompletableFuture.completedFuture(null);
        }
        return target.write(record, values.draw(random))
                .thenCompose(outcome -> {
                    if (outcome.end() == Target.End.WRITTEN) {
                        ledger.acknowledged(record, outcome.version());
                        return fill(record + FILLED_AT_ONCE, values, random, 1);
                    }
                    if (outcome.end() == Target.End.UNKNOWN) {
                        ledger.unknown(record);
                    }
                    if (attempt == FILL_ATTEMPTS_MAX) {
                        throw new IllegalStateException(outcome.explanation());
                    }
                    return fill(record, values, random, attempt + 1);
                })
                .toCompletableFuture();
    }

    /** Runs a load to its end. */
    public Slice run(Load load) throws InterruptedException {
        return new Turn(load).run();
    }

    /** Returns what became of all writes so far. */
    public Account account() {
        return ledger.account();
    }

    /** One run of a load. */
    private final class Turn {

        private final Load load;
        private final Values values;
        private final CountDownLatch lanesUnderWay;
        private final ConcurrentHistogram reads = Latencies.shared();
        private final ConcurrentHistogram writes = Latencies.shared();
        private final LongAdder failedReads = new LongAdder();
        private final LongAdder refusedWrites = new LongAdder();
        private final LongAdder unknownWrites = new LongAdder();
        private final LongAdder staleReads = new LongAdder();
        private long fromNanos;
        private long untilNanos;

        Turn(Load load) {
            this.load = load;
            this.values = new Values(load.valueBytes(), load.seed());
            this.lanesUnderWay = new CountDownLatch(load.outstanding());
        }

        Slice run() throws InterruptedException {
            fromNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(load.rampMillis());
            untilNanos = fromNanos + TimeUnit.MILLISECONDS.toNanos(load.measuredMillis());
            SplittableRandom seeds = new SplittableRandom(load.seed());
            for (int i = 0; i < load.outstanding(); i++) {
                new Lane(seeds.split()).next();
            }
            sleepUntil(fromNanos);
            long sleepsFrom = Switches.count();
            long compilingFrom = compilers.getTotalCompilationTime();
            long cpuFrom = process.getProcessCpuTime();
            sleepUntil(untilNanos);
            long cpuNanos = process.getProcessCpuTime() - cpuFrom;
            long compilingMillis = compilers.getTotalCompilationTime() - compilingFrom;
            long sleeps = Math.max(0, Switches.count() - sleepsFrom);
            if (!lanesUnderWay.await(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(lanesUnderWay.getCount() + " of " + load.outstanding()
                        + " operations did not end within " + END_WITHIN_SECONDS + " s");
            }
            return new Slice(
                    untilNanos - fromNanos,
                    reads.getTotalCount(),
                    writes.getTotalCount(),
                    failedReads.sum(),
                    refusedWrites.sum(),
                    unknownWrites.sum(),
                    staleReads.sum(),
                    cpuNanos,
                    compilingMillis,
                    sleeps,
                    Latencies.encode(reads),
                    Latencies.encode(writes));
        }

        /** One operation after the other. */
        private final class Lane {

            private final SplittableRandom random;

            Lane(SplittableRandom random) {
                this.random = random;
            }

            void next() {
                long now = System.nanoTime();
                if (now - untilNanos >= 0) {
                    lanesUnderWay.countDown();
                    return;
                }
                int record = random.nextInt(records);
                if (load.mix().isRead(random.nextInt(100))) {
                    read(record, now);
                } else {
                    write(record, now);
                }
            }

            private void read(int record, long beganNanos) {
                long expected = ledger.highest(record);
                var unused = target.read(record).whenComplete((found, failure) -> {
                    if (failure != null) {
                        failedReads.increment();
                    } else {
                        if (found < expected) {
                            staleReads.increment();
                        }
                        done(reads, beganNanos);
                    }
                    next();
                });
            }

            private void write(int record, long beganNanos) {
                Json value = values.draw(random);
                CompletionStage<Target.Outcome> writing =
                        load.updates() ? target.update(record, value) : target.write(record, value);
                var unused = writing.whenComplete((outcome, failure) -> {
                    judge(record, outcome, beganNanos);
                    next();
                });
            }

            private void judge(int record, Target.@Nullable Outcome outcome, long beganNanos) {
                if (outcome != null && outcome.end() == Target.End.WRITTEN) {
                    ledger.acknowledged(record, outcome.version());
                    done(writes, beganNanos);
                } else if (outcome != null && outcome.end() == Target.End.REFUSED) {
                    refusedWrites.increment();
                } else {
                    ledger.unknown(record);
                    unknownWrites.increment();
                }
            }

            private void done(ConcurrentHistogram latencies, long beganNanos) {
                long now = System.nanoTime();
                if (now - fromNanos >= 0 && now - untilNanos < 0) {
                    Latencies.record(latencies, now - beganNanos);
                }
            }
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    }
}
