package dev.substrate.cli.store;

import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.store.Manifest.Counts;
import dev.substrate.cli.store.Manifest.Damaged;
import dev.substrate.cli.store.Manifest.Part;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.transfer.Progress;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fetches page after page into part files. After each part the manifest says where to go on, so that what is lost with this
 * process is the part that it was writing.
 */
final class Exporter {

    private static final int LINES_PER_PAGE = 1000;

    /** A store with more damage wants another kind of help. */
    private static final int DAMAGED_MAX = 10_000;

    private static final String LAST_LINE = "{\"page\":";
    private static final String DAMAGED_LINE = "{\"damaged\":";

    private final Stubborn nodes;
    private final ExportDir dir;
    private final Duration patience;
    private final long partBytes;
    private final Shell shell;
    private final LiveLine progress;
    private final Clock clock;

    private final String store;
    private final String begun;
    private final Map<String, Counts> types;
    private final Map<String, Damaged> damaged = new LinkedHashMap<>();
    private final List<Part> parts;
    private final long linesBefore;
    private final long startNanos = System.nanoTime();
    private String cursor;
    private long purged;
    private long lines;
    private long shardsDone;
    private long shards;

    /**
     * Makes one that goes on.
     *
     * @param from what there is already
     * @param partBytes how many bytes of lines a part holds, about
     */
    Exporter(
            Stubborn nodes,
            ExportDir dir,
            Manifest from,
            Duration patience,
            long partBytes,
            Shell shell,
            LiveLine progress,
            Clock clock) {
        this.nodes = nodes;
        this.dir = dir;
        this.patience = patience;
        this.partBytes = partBytes;
        this.shell = shell;
        this.progress = progress;
        this.clock = clock;
        this.store = from.store();
        this.begun = from.begun();
        this.types = new TreeMap<>(from.types());
        from.damaged().forEach(row -> damaged.put(row.id(), row));
        this.parts = new ArrayList<>(from.parts());
        this.cursor = from.cursor();
        this.purged = from.purged();
        this.linesBefore = from.lines();
        this.lines = from.lines();
    }

    /** Exports what is left, and returns the manifest of it all. */
    Manifest run() throws IOException, InterruptedException {
        while (part()) {
            dir.write(manifest(""));
        }
        Manifest whole = manifest(clock.instant().toString());
        dir.write(whole);
        return whole;
    }

    private Manifest manifest(String ended) {
        return new Manifest(
                store, begun, ended, cursor, purged, types, List.copyOf(damaged.values()), List.copyOf(parts));
    }

    /** Writes the next part; returns whether there may be more. */
    private boolean part() throws IOException, InterruptedException {
        boolean more = true;
        try (PartWriter part = new PartWriter(dir.file(ExportDir.partName(parts.size() + 1)))) {
            while (more && part.bytes() < partBytes) {
                more = page(part);
                progress.show(new Progress(lines - linesBefore, shardsDone, shards, elapsed(), "records").toString());
            }
            if (part.lines() > 0) {
                parts.add(part.finish());
            }
        }
        dir.removeUnfinished(manifest(""));
        return more;
    }

    private boolean page(PartWriter part) throws IOException, InterruptedException {
        byte[] body = StoreIdentity.answer(nodes, Request.get(Paths.storePage(LINES_PER_PAGE, cursor)), patience)
                .body();
        long found = 0;
        JsonDocument last = null;
        for (int start = 0; start < body.length; ) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            byte[] line = Arrays.copyOfRange(body, start, end);
            start = end + 1;
            if (startsWith(line, LAST_LINE)) {
                last = JsonDocument.parse(line).object("page");
            } else if (startsWith(line, DAMAGED_LINE)) {
                damaged(JsonDocument.parse(line).object("damaged"));
            } else {
                LineFacts facts = LineFacts.of(line);
                part.add(line);
                types.merge(
                        facts.id().type(),
                        Counts.NONE.plus(facts.tombstone()),
                        (before, one) -> before.plus(facts.tombstone()));
                found++;
            }
        }
        if (last == null || last.number("lines") != found) {
            throw new IOException("A page of the export came incomplete");
        }
        lines += found;
        purged = Math.max(purged, last.number("purged"));
        shardsDone = last.number("shardsDone");
        shards = last.number("shards");
        String next = last.text("cursor");
        if (!next.isEmpty() && next.equals(cursor)) {
            throw new IOException("The node gave the same page twice");
        }
        cursor = next;
        return !next.isEmpty();
    }

    private void damaged(JsonDocument row) {
        Damaged found = new Damaged(row.text("id"), row.text("reason"));
        if (damaged.put(found.id(), found) == null) {
            progress.close();
            shell.note("The record '" + found.id() + "' is not in the export: " + found.reason());
        }
        if (damaged.size() > DAMAGED_MAX) {
            throw CliException.failed("More than " + DAMAGED_MAX + " rows are damaged: the export was given up");
        }
    }

    private static boolean startsWith(byte[] line, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (i >= line.length || line[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
