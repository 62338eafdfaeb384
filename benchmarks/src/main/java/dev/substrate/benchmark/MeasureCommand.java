package dev.substrate.benchmark;

import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.Laboratory;
import dev.substrate.benchmark.result.Commit;
import dev.substrate.benchmark.result.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands that measure have in common. */
abstract class MeasureCommand implements Callable<Integer> {

    /** The options of a node that is deployed on this machine, with a heap that does not depend on the machine. */
    private static final String JVM_OPTIONS = "-Xmx1g -XX:+ExitOnOutOfMemoryError";

    /** On which engines to measure. */
    enum Engines {
        sqlite,
        cassandra,
        both;

        List<Engine> engines() {
            return switch (this) {
                case sqlite -> List.of(Engine.SQLITE);
                case cassandra -> List.of(Engine.CASSANDRA);
                case both -> List.of(Engine.values());
            };
        }
    }

    @Option(
            names = "--engine",
            defaultValue = "both",
            description = "The engine: sqlite, cassandra or both (default: both).")
    private Engines engine = Engines.both;

    @Option(names = "--quick", description = "Measure little, to see whether all works: the figures vary more.")
    private boolean quick;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (default: benchmarks/target/results).")
    private Path out = home().resolve("benchmarks/target/results");

    @Option(
            names = "--jvm-options",
            defaultValue = JVM_OPTIONS,
            description = "The options of the nodes' virtual machines (default: ${DEFAULT-VALUE}).")
    private String jvmOptions = JVM_OPTIONS;

    private final PrintStream progress = System.err;

    /** Returns what to measure. */
    abstract List<Benchmark> benchmarks(List<Engine> engines, boolean quick);

    @Override
    public Integer call() throws IOException {
        Path results = Files.createDirectories(out.toAbsolutePath());
        Path work = home().resolve(
                        "benchmarks/target/work-" + ProcessHandle.current().pid());
        List<Benchmark> benchmarks = benchmarks(engine.engines(), quick);
        List<Duration> expected = benchmarks.stream()
                .flatMap(benchmark -> benchmark.expected().stream())
                .toList();
        Progress shown = new Progress(progress, new TimeLeft(expected), System::nanoTime);
        List<String> options = Arrays.stream(jvmOptions.split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
        boolean right = true;
        Session session;
        try (Laboratory laboratory = new Laboratory(work, FencingPlan.RECORDS, options, shown::note)) {
            session = new Session(
                    laboratory, shown, Machine.look(work), Commit.look(home()), options, results, Clock.systemUTC());
            for (Benchmark benchmark : benchmarks) {
                right &= benchmark.run(session);
            }
        }
        Laboratory.clear(work);
        session.written().forEach(file -> System.out.println(file));
        if (!right) {
            progress.println("Something was lost or stale: see the runs that are marked as WRONG");
        }
        return right ? 0 : 1;
    }

    /** Returns the root of the project. */
    static Path home() {
        return Path.of(System.getProperty("substrate.benchmark.home", "."))
                .toAbsolutePath()
                .normalize();
    }
}
