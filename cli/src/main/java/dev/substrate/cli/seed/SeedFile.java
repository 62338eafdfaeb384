package dev.substrate.cli.seed;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.transfer.LineReader;
import dev.substrate.dht.Seeder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a seed file as a whole, and takes all of it or nothing. */
final class SeedFile {

    /** The largest file: all of it is in memory. */
    static final long BYTES_MAX = 64 * 1024 * 1024;

    private static final int COMPLAINTS_SHOWN_MAX = 20;

    private final List<SeedLine> lines = new ArrayList<>();
    private final Map<String, Long> lineOfRecord = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private SeedFile() {}

    /** Returns the lines of a file. */
    static List<SeedLine> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CliException.usage("There is no file to read at " + file);
        }
        if (Files.size(file) > BYTES_MAX) {
            throw CliException.failed(file + " has more than " + BYTES_MAX + " bytes; split it");
        }
        SeedFile read = new SeedFile();
        try (LineReader reader = new LineReader(Files.newInputStream(file))) {
            for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
                read.add(reader.number(), bytes, reader.tooLong());
            }
        }
        if (!read.complaints.isEmpty()) {
            throw CliException.failed(read.complaint(file));
        }
        return read.lines;
    }

    private void add(long number, byte[] bytes, boolean tooLong) {
        if (tooLong) {
            complain(number, "the line is longer than " + LineReader.LINE_BYTES_MAX + " bytes");
        } else if (!LineReader.isBlank(bytes)) {
            try {
                add(SeedLine.parse(number, bytes));
            } catch (IllegalArgumentException e) {
                complain(number, String.valueOf(e.getMessage()));
            }
        }
    }

    private void add(SeedLine line) {
        @Nullable Long earlier = lineOfRecord.putIfAbsent(line.scope().text() + "/" + line.uri(), line.number());
        if (earlier != null) {
            complain(line.number(), "'" + line.name() + "' is in line " + earlier + " already");
        } else if (lines.size() == Seeder.SEEDS_MAX) {
            complain(line.number(), "there are more than " + Seeder.SEEDS_MAX + " records in the file; split it");
        } else {
            lines.add(line);
        }
    }

    private void complain(long number, String reason) {
        complaints.add("line " + number + ": " + reason.replaceAll("\\s+", " "));
    }

    private String complaint(Path file) {
        int more = complaints.size() - COMPLAINTS_SHOWN_MAX;
        return file + " is no seed file, and nothing was written\n"
                + String.join("\n", complaints.subList(0, Math.min(complaints.size(), COMPLAINTS_SHOWN_MAX)))
                + (more > 0 ? "\nand " + more + " more" : "");
    }
}
