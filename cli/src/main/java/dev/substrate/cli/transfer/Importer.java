package dev.substrate.cli.transfer;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.terminal.LiveLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Imports a file of records, many at a time, and can do so again without harm.
 *
 * <p>The calling thread reads the file; workers, each with its own connections, write the records. Lines of the same record are
 * written in their order in the file.
 */
final class Importer {

    /** How many lines are read ahead, for each worker. */
    private static final int LINES_AHEAD = 4;

    private record Item(ImportLine line, int bytes) {}

    private final List<Endpoint> endpoints;
    private final ScopeText scope;
    private final int parallel;
    private final Duration lineDeadline;
    private final FailureReport report;
    private final LiveLine progress;

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong bytesDone = new AtomicLong();
    private final AtomicInteger unreachableInARow = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> broken = new AtomicReference<>();

    private long bytesAll;
    private long startNanos;

    Importer(
            List<Endpoint> endpoints,
            ScopeText scope,
            int parallel,
            Duration lineDeadline,
            FailureReport report,
            LiveLine progress) {
        this.endpoints = endpoints;
        this.scope = scope;
        this.parallel = parallel;
        this.lineDeadline = lineDeadline;
        this.report = report;
        this.progress = progress;
    }

    /** Imports {@code file}; returns when every line is written, or has failed, or no node has answered for long. */
    ImportResult run(Path file) throws IOException, InterruptedException {
        startNanos = System.nanoTime();
        bytesAll = Files.size(file);
        InOrderPerKey<String, Item> queue = new InOrderPerKey<>(parallel * LINES_AHEAD);
        List<Thread> workers = startWorkers(queue);
        long linesRead;
        try (LineReader lines = new LineReader(Files.newInputStream(file))) {
            read(lines, queue);
            linesRead = lines.number();
        } finally {
            queue.close();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        IOException problem = broken.get();
        if (problem != null) {
            throw problem;
        }
        return new ImportResult(
                written.get(),
                unchanged.get(),
                failed.get(),
                abandoned() ? linesRead : 0,
                Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void read(LineReader lines, InOrderPerKey<String, Item> queue) throws IOException, InterruptedException {
        for (byte[] bytes = lines.next(); bytes != null && !abandoned(); bytes = lines.next()) {
            if (lines.tooLong()) {
                fail(lines.number(), "the line is longer than " + LineReader.LINE_BYTES_MAX + " bytes");
            } else if (!LineReader.isBlank(bytes)) {
                try {
                    ImportLine line = ImportLine.parse(lines.number(), bytes);
                    queue.put(line.scope().text() + "/" + line.uri(), new Item(line, bytes.length + 1));
                    continue;
                } catch (BadLineException e) {
                    fail(lines.number(), e.reason());
                }
            }
            bytesDone.addAndGet(bytes.length + 1L);
        }
    }

    private List<Thread> startWorkers(InOrderPerKey<String, Item> queue) {
        Nodes nodes = new Nodes(endpoints, System::nanoTime);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            int home = i;
            Thread worker = new Thread(() -> work(queue, nodes, home), "import-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        return workers;
    }

    private void work(InOrderPerKey<String, Item> queue, Nodes nodes, int home) {
        try (Stubborn stubborn = new Stubborn(nodes, home)) {
            LineWriter writer = new LineWriter(stubborn, scope, lineDeadline);
            for (var turn = queue.take(); turn != null; turn = queue.take()) {
                try {
                    write(writer, turn.item());
                } finally {
                    queue.done(turn);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(LineWriter writer, Item item) throws InterruptedException {
        ImportLine line = item.line();
        try {
            if (abandoned()) {
                fail(line.number(), line.uri() + ": not tried, as no node answers");
            } else {
                (writer.write(line) == LineWriter.Outcome.WRITTEN ? written : unchanged).incrementAndGet();
                unreachableInARow.set(0);
            }
        } catch (BadLineException e) {
            unreachableInARow.set(0);
            noted(line, e.reason());
        } catch (DeadlineException e) {
            if (e.reached()) {
                unreachableInARow.set(0);
            } else {
                unreachableInARow.incrementAndGet();
            }
            noted(
                    line,
                    "no success within " + lineDeadline.toSeconds() + " s, it may or may not be written: "
                            + e.getMessage());
        } catch (IOException e) {
            broken.compareAndSet(null, e);
        }
        bytesDone.addAndGet(item.bytes());
        if (progress.due()) {
            progress.show(new Progress(
                            written.get() + unchanged.get() + failed.get(),
                            bytesDone.get(),
                            bytesAll,
                            Duration.ofNanos(System.nanoTime() - startNanos),
                            "lines")
                    .toString());
        }
    }

    private void noted(ImportLine line, String reason) {
        try {
            fail(line.number(), line.uri() + ": " + reason);
        } catch (IOException e) {
            broken.compareAndSet(null, e);
        }
    }

    private void fail(long line, String reason) throws IOException {
        failed.incrementAndGet();
        report.add(line, reason);
    }

    /** Returns whether there is no point in going on: every worker has run into the deadline without reaching a node. */
    private boolean abandoned() {
        return broken.get() != null || unreachableInARow.get() >= parallel;
    }
}
