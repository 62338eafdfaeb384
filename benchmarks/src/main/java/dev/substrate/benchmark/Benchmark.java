package dev.substrate.benchmark;

import java.time.Duration;
import java.util.List;

/** Something that measures, step by step. */
interface Benchmark {

    /** Returns how long each step should take. */
    List<Duration> expected();

    /** Measures, and writes its files. Returns whether what was measured was right: nothing lost, nothing stale. */
    boolean run(Session session);
}
