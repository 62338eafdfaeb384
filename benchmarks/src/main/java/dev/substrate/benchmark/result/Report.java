package dev.substrate.benchmark.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of one benchmark.
 *
 * @param benchmark which one
 * @param format 1; another number for files that differ in shape
 * @param commit the sources
 * @param machine the machine
 * @param begun when it began, ISO 8601
 * @param ended when it ended
 * @param loadAverageBefore how busy the machine was when it began
 * @param loadAverageAfter how busy it was when it ended, with what was measured
 * @param jvmOptions the options of the nodes' virtual machines
 * @param settings how it was measured
 * @param runs what was measured
 * @param <S> the settings
 * @param <R> a run
 */
public record Report<S, R>(
        String benchmark,
        int format,
        Commit commit,
        Machine machine,
        String begun,
        String ended,
        double loadAverageBefore,
        double loadAverageAfter,
        List<String> jvmOptions,
        S settings,
        List<R> runs) {

    /** The number of the present shape. */
    public static final int FORMAT = 1;

    /** Copies the lists. */
    public Report {
        jvmOptions = List.copyOf(jvmOptions);
        runs = List.copyOf(runs);
    }

    /** Writes the file. */
    public void write(Path file) {
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(Files.newBufferedWriter(file), this);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " was not written", e);
        }
    }
}
