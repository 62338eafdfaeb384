package dev.substrate.benchmark;

import dev.substrate.benchmark.node.Laboratory;
import dev.substrate.benchmark.result.Commit;
import dev.substrate.benchmark.result.Machine;
import dev.substrate.benchmark.result.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What the benchmarks of one command share.
 *
 * @param laboratory starts what is measured
 * @param progress tells how far it is
 * @param machine where it runs
 * @param commit what is measured
 * @param jvmOptions the options of the nodes' virtual machines
 * @param results where files go
 * @param clock what time it is
 * @param written the files that were written so far
 */
record Session(
        Laboratory laboratory,
        Progress progress,
        Machine machine,
        Commit commit,
        List<String> jvmOptions,
        Path results,
        Clock clock,
        List<Path> written) {

    Session(
            Laboratory laboratory,
            Progress progress,
            Machine machine,
            Commit commit,
            List<String> jvmOptions,
            Path results,
            Clock clock) {
        this(laboratory, progress, machine, commit, jvmOptions, results, clock, new ArrayList<>());
    }

    /** When a benchmark began, and how busy the machine was. */
    record Beginning(String at, double loadAverage) {}

    Beginning begin() {
        return new Beginning(now(), Machine.loadAverage());
    }

    /** Keeps what was measured. */
    <S, R> Report<S, R> report(String benchmark, Beginning beginning, S settings, List<R> runs) {
        Report<S, R> report = new Report<>(
                benchmark,
                Report.FORMAT,
                commit,
                machine,
                beginning.at(),
                now(),
                beginning.loadAverage(),
                Machine.loadAverage(),
                jvmOptions,
                settings,
                runs);
        Path file = results.resolve(benchmark + ".json");
        report.write(file);
        written.add(file);
        return report;
    }

    /** Keeps a text: a plot, a table. */
    void write(String name, String text) {
        Path file = results.resolve(name);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " was not written", e);
        }
        written.add(file);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
