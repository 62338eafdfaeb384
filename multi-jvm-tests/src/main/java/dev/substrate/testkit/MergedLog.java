package dev.substrate.testkit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Merges the logs of several processes by time; a line without a time belongs to the one before it. */
final class MergedLog {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
    private static final int TIME_LENGTH = "2026-01-01T00:00:00.000".length();

    private MergedLog() {}

    /** Merges logs, each line behind the name of its file, to one file. */
    static void write(List<Path> logs, Path merged) throws IOException {
        List<Source> sources = new ArrayList<>();
        try (BufferedWriter out = Files.newBufferedWriter(merged)) {
            var byTime = new PriorityQueue<Source>(
                    Comparator.comparing((Source s) -> s.time).thenComparing(s -> s.name));
            for (Path log : logs) {
                var source = new Source(log);
                sources.add(source);
                if (source.hasNext()) {
                    byTime.add(source);
                }
            }
            while (!byTime.isEmpty()) {
                Source earliest = byTime.remove();
                earliest.copyEntry(out);
                if (earliest.hasNext()) {
                    byTime.add(earliest);
                }
            }
        } finally {
            for (Source source : sources) {
                source.in.close();
            }
        }
    }

    /** One log, standing at the first line of an entry. */
    private static final class Source {

        private final String name;
        private final BufferedReader in;
        private @Nullable String line;
        private String time = "";

        Source(Path log) throws IOException {
            this.name = log.getFileName().toString().replaceAll("\\.log$", "");
            // Not Files.newBufferedReader: a killed process may leave half a character behind, which that one refuses.
            this.in = new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8));
            advance();
        }

        boolean hasNext() {
            return line != null;
        }

        void copyEntry(BufferedWriter out) throws IOException {
            String entryTime = time;
            do {
                out.write("[" + name + "] " + line);
                out.newLine();
                advance();
            } while (line != null && time.equals(entryTime));
        }

        private void advance() throws IOException {
            line = in.readLine();
            if (line != null
                    && line.length() >= TIME_LENGTH
                    && TIME.matcher(line.substring(0, TIME_LENGTH)).matches()) {
                time = line.substring(0, TIME_LENGTH);
            }
        }
    }
}
